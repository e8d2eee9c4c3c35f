import { createContext } from 'react';

export type Appearance = 'light' | 'dark';

export const AppearanceContext = createContext<{ appearance: Appearance; choose: (appearance: Appearance) => void }>({
  appearance: 'light',
  choose: () => {},
});

export function savedAppearance(): Appearance {
  const saved = localStorage.getItem('assay.appearance');
  if (saved === 'light' || saved === 'dark') return saved;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
