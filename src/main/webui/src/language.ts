import { createContext, useContext } from 'react';

export type Language = 'zh' | 'en';

export const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'zh',
  choose: () => {},
});

/** Words as [中文, English]. */
type Words = Record<string, readonly [string, string]>;

export function useLanguage() {
  return useContext(LanguageContext);
}

/** A page's words in the language of the person. */
export function useWords<T extends Words>(words: T): { [K in keyof T]: string } {
  const { language } = useLanguage();
  return Object.fromEntries(
    Object.entries(words).map(([key, both]) => [key, both[language === 'zh' ? 0 : 1]]),
  ) as { [K in keyof T]: string };
}

/** Fills {name} in a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)}/g, (all, name) => String(values[name] ?? all));
}

export function savedLanguage(): Language {
  const saved = localStorage.getItem('assay.language');
  if (saved === 'zh' || saved === 'en') return saved;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
