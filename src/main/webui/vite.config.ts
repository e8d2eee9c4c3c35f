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
    rollupOptions: {
      input: 'webui.html',
      onwarn(warning, warn) {
        // "use client" in libraries is for servers that render; it hid all other warnings
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
