import { nonce } from './nonce';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Problem } from './api/call';
import { Application } from './Application';
import { type Language, LanguageContext, savedLanguage } from './language';
import { AppearanceContext, type Appearance, savedAppearance } from './parts/appearance';
import './page.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // what was refused is refused again
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
});

/** Colours that reach WCAG AA on their background, where the library's own don't. */
const LIGHT = {
  colorPrimary: '#0f4c8a',
  colorInfo: '#0f4c8a',
  colorInfoBg: '#e4effa',
  colorLink: '#0f4c8a',
  colorError: '#a8201a',
  colorSuccess: '#0b6e4f',
  colorWarning: '#7a5200',
  colorTextSecondary: 'rgba(0,0,0,0.68)',
  colorTextTertiary: 'rgba(0,0,0,0.62)',
  colorTextDescription: 'rgba(0,0,0,0.62)',
  colorTextPlaceholder: 'rgba(0,0,0,0.58)',
  colorTextDisabled: 'rgba(0,0,0,0.56)',
};
const DARK = {
  colorError: '#ff7f7c',
  colorPrimary: '#1668b8',
  colorLink: '#7fb5f0',
  colorTextSecondary: 'rgba(255,255,255,0.75)',
  colorTextTertiary: 'rgba(255,255,255,0.68)',
  colorTextDescription: 'rgba(255,255,255,0.68)',
  colorTextPlaceholder: 'rgba(255,255,255,0.6)',
  colorTextDisabled: 'rgba(255,255,255,0.58)',
};
const DARK_COMPONENTS = { Badge: { colorError: '#b3261e' }, Menu: { itemSelectedColor: '#9cc8f5' }, Tabs: { itemSelectedColor: '#9cc8f5', itemHoverColor: '#9cc8f5' } };

function Root() {
  const [language, setLanguage] = useState<Language>(savedLanguage);
  const [appearance, setAppearance] = useState<Appearance>(savedAppearance);
  const dark = appearance === 'dark';
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem('assay.language', language);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.appearance = appearance;
    localStorage.setItem('assay.appearance', appearance);
  }, [appearance]);
  const words = useMemo(() => ({ language, choose: setLanguage }), [language]);
  const looks = useMemo(() => ({ appearance, choose: setAppearance }), [appearance]);
  return (
    <LanguageContext.Provider value={words}>
      <AppearanceContext.Provider value={looks}>
        <ConfigProvider
          locale={language === 'zh' ? zhCN : enUS}
          csp={{ nonce }}
          theme={{ algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm, token: { borderRadius: 4, motion: false, ...(dark ? DARK : LIGHT) }, components: dark ? DARK_COMPONENTS : { Menu: { itemSelectedBg: '#dfeaf6' }, Tree: { nodeSelectedBg: '#dfeaf6' } } }}
        >
          <AntApp>
            <BrowserRouter>
              <Application />
            </BrowserRouter>
          </AntApp>
        </ConfigProvider>
      </AppearanceContext.Provider>
    </LanguageContext.Provider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Root />
    </QueryClientProvider>
  </StrictMode>,
);
