import type { Page } from './chromium/page.ts';
import { NotHere, strict } from './strict.ts';

export interface ClipboardHost {
  /** A window's page through which Chromium's clipboard is reached. */
  page(): Promise<Page | undefined>;
  /** Runs `work` while the page's isolated world may use the clipboard, and takes the right back after it. */
  permitted<T>(page: Page, work: () => Promise<T>): Promise<T>;
}

type Payload = string | Blob | object | Promise<Blob | string>;

/** Electron's ClipboardItem: what is on the clipboard, by MIME type. */
export class ClipboardItem {
  readonly types: string[];
  readonly #items: Readonly<Record<string, Payload>>;

  constructor(items: Readonly<Record<string, Payload>>) {
    this.#items = items;
    this.types = Object.keys(items);
  }

  /** @throws when the item does not carry the type. */
  async getType(type: string): Promise<Blob> {
    const payload = await this.#items[type];
    if (payload instanceof Blob) return payload;
    if (typeof payload === 'string') return new Blob([payload], { type });
    throw payload === undefined
      ? new Error(`The type was not found: ${type}`)
      : new NotHere(`ClipboardItem of ${type}`);
  }
}

/** Chromium's real clipboard, through a window: without one there is none to reach. */
export function makeClipboard(host: ClipboardHost) {
  async function run(code: string): Promise<unknown> {
    const page = await host.page();
    if (page === undefined) throw new NotHere('clipboard while no window is open');
    const program = `(async () => { ${code} })()`;
    return host.permitted(page, () => page.evaluate(program, { isolated: true, userGesture: true }));
  }

  async function readItems(): Promise<Readonly<Record<string, string>>[]> {
    const items = await run(`
      const items = await navigator.clipboard.read();
      const base64 = async (blob) => new Uint8Array(await blob.arrayBuffer()).toBase64();
      return Promise.all(items.map(async (item) => Object.fromEntries(
        await Promise.all(item.types.map(async (type) => [type, await base64(await item.getType(type))])))));`);
    return Array.isArray(items) ? items : [];
  }

  async function write(items: readonly ClipboardItem[]): Promise<void> {
    const sent = await Promise.all(
      items.map(async (item) => {
        const parts = item.types.map(async (type) => {
          const bytes = Buffer.from(await (await item.getType(type)).arrayBuffer());
          return [type, bytes.toString('base64')] as const;
        });
        return Object.fromEntries(await Promise.all(parts));
      }),
    );
    await run(`
      const blob = ([type, text]) => [type, new Blob([Uint8Array.fromBase64(text)], { type })];
      const item = (parts) => new ClipboardItem(Object.fromEntries(Object.entries(parts).map(blob)));
      await navigator.clipboard.write(${JSON.stringify(sent)}.map(item));`);
  }

  return strict('clipboard', {
    readText: async (): Promise<string> => String(await run('return navigator.clipboard.readText();')),
    writeText: async (text: string): Promise<void> => {
      await run(`await navigator.clipboard.writeText(${JSON.stringify(text)});`);
    },
    read: async (): Promise<ClipboardItem[]> =>
      (await readItems()).map((parts) => {
        const blobs = Object.entries(parts).map(([type, text]) => [
          type,
          new Blob([Buffer.from(text, 'base64')], { type }),
        ]);
        return new ClipboardItem(Object.fromEntries(blobs));
      }),
    write,
    has: async (type: string): Promise<boolean> => (await readItems()).some((parts) => type in parts),
    clear: (): void => {
      void run(`await navigator.clipboard.writeText('');`);
    },
  });
}
