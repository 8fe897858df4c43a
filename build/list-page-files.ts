import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { PAGE_FILES_NAME, pageFiles } from '../app/page-files.ts';

/** Writes beside the built pages which files there are. The app's protocol handler serves these and nothing else. */
export function listPageFiles(): Plugin {
  return {
    name: 'galley:list-page-files',
    apply: 'build',
    writeBundle: {
      order: 'post',
      handler({ dir }, bundle) {
        if (dir === undefined) throw new TypeError('The pages are built into a folder.');
        writeFileSync(join(dir, PAGE_FILES_NAME), `${JSON.stringify(pageFiles(Object.keys(bundle)), null, 2)}\n`);
      },
    },
  };
}
