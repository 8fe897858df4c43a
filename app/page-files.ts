import * as z from 'zod';

/** The list of files that a window may load, written when the pages are built. */
export const PAGE_FILES_NAME = 'page-files.json';

/** From the path in an address (`/assets/main-1a2b.js`) to the media type it is served with. */
export const PageFiles = z.record(z.string().regex(/^(?:\/[\w-][\w.-]*)+$/), z.string().min(1));
export type PageFiles = z.output<typeof PageFiles>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
};

/** Throws for a kind of file that nobody has decided how to serve. */
export function pageFiles(paths: readonly string[]): PageFiles {
  const entries = paths.map((path): [string, string] => {
    const mediaType = MEDIA_TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (mediaType === undefined) throw new TypeError(`No media type is known for ${path}.`);
    return [`/${path}`, mediaType];
  });
  return PageFiles.parse(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
