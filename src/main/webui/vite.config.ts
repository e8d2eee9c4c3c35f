import { defineConfig } from 'vite';

// The service sends webui.html for every address of the application, with a nonce in place of __NONCE__.
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  build: {
    outDir: '../../../target/webui',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: 'webui.html' },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
