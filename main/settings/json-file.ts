import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One small JSON file that is always whole: written beside itself, flushed, then put in its place. */
export class JsonFile implements AsyncDisposable {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();
  #waiting: { readonly value: unknown; readonly done: Promise<void> } | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** The value, or undefined when there is no file. Throws a SyntaxError when it is damaged. */
  async read(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Resolves when this value, or a later one that took its place, is on disk. */
  write(value: unknown): Promise<void> {
    if (this.#waiting === null) {
      const done = this.#last.then(() => {
        const latest = this.#waiting?.value;
        this.#waiting = null;
        return replace(this.path, `${JSON.stringify(latest, null, 2)}\n`);
      });
      this.#waiting = { value, done };
      this.#last = done.catch(() => undefined); // the caller has the failure; the next value is tried all the same
    } else {
      this.#waiting = { ...this.#waiting, value };
    }
    return this.#waiting.done;
  }

  /** Keeps a damaged file under another name, so that it can be looked at and is not written over. */
  async setAside(): Promise<void> {
    await rename(this.path, `${this.path}.damaged`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
  }
}

async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  {
    await using file = await open(beside, 'w');
    await file.writeFile(text);
    await file.sync();
  }
  await rename(beside, path);
  // Without this a power cut may bring the old file back; Windows has no such call.
  if (process.platform === 'win32') return;
  await using folder = await open(dirname(path), 'r');
  await folder.sync();
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
