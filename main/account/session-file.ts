import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { SignedOutReason } from '../../app/ipc/account.ts';
import { Failure } from '../../app/failure.ts';
import { removeDurably, writeDurably } from './durable-file.ts';
import type { Keyring } from './keyring.ts';
import { Session } from './session.ts';

/** Why nobody is signed in, kept so that it can still be said after a restart. `at` in milliseconds since 1970. */
export interface SignedOut {
  readonly reason: SignedOutReason;
  readonly at: number;
}

export type ReadSession =
  | { readonly kind: 'session'; readonly session: Session }
  | ({ readonly kind: 'absent' } & SignedOut);

/**
 * The session of one account on disk, in the account's folder beside its scripts: encrypted, whole, and there before
 * anybody uses it. Nothing here ever touches another file of that folder.
 */
export class SessionFile {
  readonly #path: string;
  readonly #endPath: string;
  readonly #keyring: Keyring;
  readonly #now: () => Date;
  #isKept = true;
  /** Counts what was asked for: sealing takes its time, and whoever came later has the last word. */
  #asked = 0;

  constructor(folder: string, { keyring, now }: { readonly keyring: Keyring; readonly now: () => Date }) {
    this.#path = join(folder, 'session');
    this.#endPath = join(folder, 'signed-out.json');
    this.#keyring = keyring;
    this.#now = now;
  }

  /** False while the session ends with the program, because this system keeps no secrets just now. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Never throws. A file that a locked keyring sealed stays where it is: at the next start it may open. */
  async read(): Promise<ReadSession> {
    const state = await this.#keyring.state();
    this.#isKept = state === 'open';
    if (!existsSync(this.#path)) return this.#readEnd() ?? this.#absent('asked');
    if (state !== 'open') return this.#absent('keyring');
    const sealed = readWhole(this.#path);
    const opened = sealed === null ? null : await this.#open(sealed);
    const session = opened === null ? null : Session.safeParse(parseJson(opened.text)).data;
    if (opened !== null && session !== null && session !== undefined) {
      if (opened.shouldSealAgain) await this.write(session);
      return { kind: 'session', session };
    }
    this.#keepAside();
    // A whole file that does not open was sealed with another key; a stump never opened, and opened nonsense was ours.
    const isOtherKey = opened === null && sealed !== null && sealed.length >= SHORTEST_BYTES;
    return this.#absent(isOtherKey ? 'keyring' : 'unreadable');
  }

  /**
   * Resolves when it is on disk for good, or when this system keeps no secrets: then nothing is, see `isKept`. False: it
   * was written over or forgotten before it was there.
   * @throws Failure `disk-full` when the disk does not take it: then what was there before is still there.
   */
  async write(session: Session): Promise<boolean> {
    const asked = ++this.#asked;
    const sealed = await this.#seal(JSON.stringify(session));
    if (asked !== this.#asked) return false;
    this.#isKept = sealed !== null;
    try {
      if (sealed === null) {
        // An older one would be taken for a thief's at the next start: its token has been used.
        removeDurably(this.#path);
        this.#writeEnd({ reason: 'keyring', at: this.#now().getTime() });
      } else {
        writeDurably(this.#path, sealed);
        removeDurably(this.#endPath);
      }
      return true;
    } catch (error) {
      throw new Failure('disk-full', NOT_WRITTEN, { cause: error });
    }
  }

  /** Signed out: the reason stays, the session goes. */
  forget(end: SignedOut): void {
    this.#asked += 1;
    removeDurably(this.#path);
    this.#writeEnd(end);
  }

  async #open(sealed: Uint8Array): Promise<{ readonly text: string; readonly shouldSealAgain: boolean } | null> {
    try {
      return await this.#keyring.open(sealed);
    } catch {
      return null; // told as signed out, with the reason
    }
  }

  async #seal(text: string): Promise<Uint8Array | null> {
    if ((await this.#keyring.state()) !== 'open') return null;
    try {
      return await this.#keyring.seal(text);
    } catch {
      return null; // locked meanwhile: as if it had been before
    }
  }

  #absent(reason: SignedOutReason): ReadSession {
    return { kind: 'absent', reason, at: this.#now().getTime() };
  }

  #keepAside(): void {
    try {
      renameSync(this.#path, `${this.#path}.unreadable`);
    } catch {
      // It stays in its place, and is told of all the same; the next sign-in writes over it.
    }
  }

  #writeEnd(end: SignedOut): void {
    writeDurably(this.#endPath, Buffer.from(`${JSON.stringify(end)}\n`));
  }

  #readEnd(): ReadSession | null {
    const text = readWhole(this.#endPath)?.toString('utf8');
    const end = End.safeParse(text === undefined ? undefined : parseJson(text));
    return end.success ? { kind: 'absent', ...end.data } : null;
  }
}

const End = z.object({ reason: SignedOutReason, at: z.number() });

/** A prefix, a nonce, a tag and the shortest session. */
const SHORTEST_BYTES = 64;

const NOT_WRITTEN =
  'The sign-in could not be written to the disk, so it was not used. Your scripts are not affected. Free some space and sign in again.';

/** Null for what is not there or cannot be read: either way there is no session in it. */
function readWhole(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema accepts
  }
}
