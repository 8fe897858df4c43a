import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE_FILES_NAME, PageFiles } from '../../app/page-files.ts';
import { APP_HOST, APP_SCHEME } from '../../app/window-address.ts';
import { PAGE_HEADERS } from './page-headers.ts';

/** Serves `app://galley/…`: the files on the build's list, each with the page's headers, and nothing else. */
export class PageServer {
  readonly #folder: string;
  readonly #files: ReadonlyMap<string, string>;

  private constructor(folder: string, files: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Throws when the list is missing or damaged: then the program was not built or not installed whole. */
  static open(folder: string): PageServer {
    const listed = PageFiles.parse(JSON.parse(readFileSync(join(folder, PAGE_FILES_NAME), 'utf8')));
    return new PageServer(folder, new Map(Object.entries(listed)));
  }

  readonly answer = async ({ method, url }: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    const { protocol, host, pathname } = new URL(url);
    const mediaType = this.#files.get(pathname);
    if (method !== 'GET' || protocol !== `${APP_SCHEME}:` || host !== APP_HOST || mediaType === undefined) {
      return new Response('There is no such page.', { status: 404, headers: { ...PAGE_HEADERS } });
    }
    // The path is one that the build wrote down; the address only chose among them.
    const content = await readFile(join(this.#folder, pathname));
    return new Response(new Uint8Array(content), { headers: { ...PAGE_HEADERS, 'content-type': mediaType } });
  };
}
