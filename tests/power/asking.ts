import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import type { Vault } from '../../main/vault/vault.ts';
import type { Random } from '../support/random.ts';
import { lineOf, type Change, type Line } from './ledger.ts';
import type { Typist } from './typist.ts';

/** Asks a vault for changes; tells of each before it is asked and as soon as it is acknowledged. */
export class Asking {
  readonly #say: (line: string) => void;
  #number: number;

  constructor(say: (line: string) => void, { from = 0 }: { readonly from?: number } = {}) {
    this.#say = say;
    this.#number = from;
  }

  stage(stage: string): void {
    this.#tell({ what: 'stage', stage });
  }

  /** @param name The vault's folder, as the ledger calls it. */
  async change(vault: Vault, name: string, change: Change): Promise<void> {
    this.#number += 1;
    const number = this.#number;
    this.#tell({ what: 'asked', number, vault: name, change });
    await carryOut(vault, change);
    this.#tell({ what: 'acknowledged', number });
  }

  /** Bursts of keys as several windows make them, each acknowledged before the next begins. */
  async type(vault: Vault, name: string, { typists, updates, random, burst = 6 }: Typing): Promise<void> {
    for (let left = updates; left > 0;) {
      const keys = Math.min(left, 1 + random.below(burst));
      await Promise.all(
        Array.from({ length: keys }, () => this.change(vault, name, random.oneOf(typists).step({ maxBytes: 3_000 }))),
      );
      left -= keys;
    }
  }

  /** Makes backups as `work` does, and tells of the newest as soon as it is reported. */
  async backup(vault: Vault, name: string, work: () => Promise<void>): Promise<void> {
    this.#tell({ what: 'backup asked', vault: name });
    await work();
    const newest = (await vault.backups.overview()).backups.toSorted((a, b) => b.madeAt - a.madeAt)[0];
    if (newest === undefined) throw new Error('No backup was made.');
    this.#tell({ what: 'backup reported', vault: name, backupId: newest.backupId });
  }

  /** Changes that get into a vault another way, together, and are acknowledged when that is done. */
  together(name: string, changes: readonly Change[], work: () => void): void {
    const first = this.#number + 1;
    for (const change of changes) {
      this.#number += 1;
      this.#tell({ what: 'asked', number: this.#number, vault: name, change });
    }
    work();
    for (let number = first; number <= this.#number; number += 1) this.#tell({ what: 'acknowledged', number });
  }

  #tell(line: Line): void {
    this.#say(lineOf(line));
  }
}

interface Typing {
  readonly typists: readonly Typist[];
  readonly updates: number;
  readonly random: Random;
  /** At most so many keys at once. */
  readonly burst?: number;
}

/** Resolves when the writer has moved its WAL into the file, which it does in a pause. */
export async function pauseOf(folder: string): Promise<void> {
  const file = join(folder, FILE_NAME);
  const before = statSync(file).mtimeMs;
  while (statSync(file).mtimeMs === before) await wait(20);
}

function carryOut(vault: Vault, change: Change): Promise<void> {
  switch (change.name) {
    case 'create': {
      const updates = change.updates.map((update) => ({ ...update, format: 1 }));
      return vault.create({ scriptId: change.scriptId, title: change.title, updates });
    }
    case 'append':
      return vault.append({ scriptId: change.scriptId, format: 1, ...change.update });
    case 'rename':
      return vault.rename(change);
    case 'trash':
      return vault.trash(change.scriptId);
    case 'restore':
      return vault.restore(change.scriptId);
    default:
      return change satisfies never;
  }
}
