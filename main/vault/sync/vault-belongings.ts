import type { ScriptId } from '../../../app/ids.ts';
import type { BroughtScript } from '../protocol.ts';
import type { VaultThreads } from '../vault-threads.ts';

/** What of a script is on this device and nowhere else. */
export interface UnsentOfScript {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly edits: number;
  /** When the oldest of them was saved, in milliseconds since 1970. */
  readonly oldestAt: number;
}

interface BelongingsParts {
  readonly threads: VaultThreads;
  readonly now: () => Date;
  readonly onLibraryChanged: () => void;
}

/** What an account has on this device as a whole, and scripts on their way from one account to another. */
export class VaultBelongings {
  readonly #parts: BelongingsParts;

  constructor(parts: BelongingsParts) {
    this.#parts = parts;
  }

  /** Every script that would be lost, wholly or in part, if the account's scripts were removed from this device. */
  async unsent(): Promise<readonly UnsentOfScript[]> {
    return (await this.#parts.threads.keeper()).ask('unsent-scripts', {});
  }

  /** Bytes that the account's scripts take on this device. */
  async usedBytes(): Promise<number> {
    return (await this.#parts.threads.keeper()).ask('used-bytes', {});
  }

  /**
   * A script with its log as it stands: what `bring` puts into another account's vault.
   * @throws Failure `not-found`, `damaged`
   */
  async readLog(scriptId: ScriptId): Promise<BroughtScript> {
    return (await this.#parts.threads.keeper()).ask('read-log', { scriptId });
  }

  /**
   * Takes a script of another vault, with its log, ids, times and moments. Everything written in it is this account's from
   * now on.
   * @throws Failure `conflict` when there is one of that id.
   */
  async bring(scriptId: ScriptId, script: BroughtScript): Promise<void> {
    const brought = { scriptId, ...script, trashedAt: null, at: this.#parts.now().getTime() };
    await (await this.#parts.threads.writer()).ask('bring-script', brought);
    this.#parts.onLibraryChanged();
  }

  /** A script that was removed from this device comes back with the next access. */
  async bringAgain(scriptId: ScriptId): Promise<void> {
    await (await this.#parts.threads.writer()).ask('sync-bring-again', { scriptId });
  }
}
