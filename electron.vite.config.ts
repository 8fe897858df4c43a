import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { checkLicences } from './build/list-licences.ts';
import { listPageFiles } from './build/list-page-files.ts';
import { withoutEval } from './build/without-eval.ts';

const builtServer = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));

/** Everything is bundled; only packages with native code (dependencies of package.json) stay outside. */
export default defineConfig({
  main: {
    plugins: [checkLicences('main')],
    // JSON of a ServerSetting: the server that this build speaks to. Without it an administrator names one.
    define: { GALLEY_BUILT_SERVER: JSON.stringify(builtServer(process.env['GALLEY_SERVER_OF_BUILD'])) },
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          main: 'main/main.ts',
          'vault.worker': 'main/vault/vault.worker.ts',
          'keeper.worker': 'main/vault/keeper.worker.ts',
          'restore.worker': 'main/vault/backup/restore.worker.ts',
          'import.process': 'main/files/import.process.ts',
        },
        external: ['electron', 'better-sqlite3', /^node:/],
      },
    },
  },
  preload: {
    plugins: [checkLicences('preload')],
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: 'preload/preload.ts', output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), withoutEval(), listPageFiles(), checkLicences('renderer')],
    build: {
      outDir: 'out/renderer',
      target: 'esnext',
      modulePreload: false,
      assetsInlineLimit: 0,
      // Half the size: a start reads and compiles all of it.
      minify: true,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
});
