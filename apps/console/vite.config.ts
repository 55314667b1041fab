import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2022', assetsInlineLimit: 0, sourcemap: false },
});
