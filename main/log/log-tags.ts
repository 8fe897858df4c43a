import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LogTag } from './events.ts';

const KEY_FILE = 'tags.key';

/** Short names for scripts, so that entries about the same one can be told to be so by who has the log and nothing else. */
export class LogTags {
  readonly #key: string;

  private constructor(key: string) {
    this.#key = key;
  }

  /** The key is made once per installation. Where it cannot be kept, tags hold for this run. */
  static open(folder: string, newId: () => string): LogTags {
    const path = join(folder, KEY_FILE);
    const kept = readKey(path);
    if (kept !== undefined) return new LogTags(kept);
    const made = newId();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path, made, { mode: 0o600 });
    } catch {
      return new LogTags(made);
    }
    return new LogTags(made);
  }

  tagOf(id: string): LogTag {
    return LogTag.parse(hash('sha256', `${this.#key}:${id}`).slice(0, 8));
  }
}

function readKey(path: string): string | undefined {
  try {
    return z.uuid().safeParse(readFileSync(path, 'utf8')).data;
  } catch {
    // Not there yet, or not to be read: a new key serves as well.
    return undefined;
  }
}
