/** Which top-level folder may import which. The test and the diagram in docs/ both read this table. */
export const layers = {
  app: [],
  main: ['app'],
  preload: ['app'],
  renderer: ['app'],
  build: ['app'],
  bench: ['app', 'main', 'renderer', 'build', 'tests'],
  tests: ['app', 'main', 'preload', 'renderer', 'build', 'bench'],
} as const satisfies Record<string, readonly string[]>;

/** Packages a folder may use at run time; anything unlisted is refused. A name that ends in `:` or `/` is a prefix. */
export const packages = {
  app: [
    'zod',
    'yjs',
    'position-strings',
    'mdast-util-from-markdown',
    'mdast-util-gfm-strikethrough',
    'mdast-util-gfm-table',
    'micromark-extension-gfm-strikethrough',
    'micromark-extension-gfm-table',
  ],
  main: ['zod', 'yjs', 'electron', 'node:', 'better-sqlite3'],
  preload: ['electron'],
  renderer: [
    'zod',
    'yjs',
    'react',
    'react-dom',
    '@tiptap/',
    '@base-ui/react/',
    '@fontsource-variable/',
    'lucide-static/',
    'y-indexeddb',
  ],
  build: ['zod', 'node:', '@electron/', 'playwright-core', 'electron'],
  bench: ['zod', 'yjs', 'node:', 'playwright-core', 'better-sqlite3', 'y-indexeddb', 'vite'],
  tests: [
    'zod',
    'yjs',
    'electron',
    'node:',
    'vitest',
    'better-sqlite3',
    'playwright-core',
    '@electron/',
    '@tiptap/',
    'position-strings',
    'axe-core',
    'react',
    'react-dom',
    'vite',
    '@vitejs/plugin-react',
  ],
} as const satisfies Record<keyof typeof layers, readonly string[]>;

/** Rooms of one house that must not know each other: start-app.ts introduces them. */
export const strangers: readonly (readonly [string, string])[] = [['main/vault', 'main/cloud']];
