import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the page that holds one script surface and nothing else into this folder. */
export async function buildSurfacePage(folder: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'esnext', modulePreload: false, assetsInlineLimit: 0 },
  });
}
