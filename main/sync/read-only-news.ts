import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import type { LocalLog } from '../../app/sync/ports.ts';
import type { OpenScripts } from '../ipc/open-scripts.ts';
import type { Windows } from '../windows/windows.ts';
import { readOnlyReason } from './read-only.ts';

export interface ReadOnlyNewsParts {
  readonly local: Pick<LocalLog, 'lane'>;
  readonly openScripts: Pick<OpenScripts, 'windowsOf' | 'scripts'>;
  readonly windows: Pick<Windows, 'send'>;
  readonly onTrouble: (error: unknown) => void;
}

/** Tells windows when a script that they show may no longer be written in, or may be again. */
export class ReadOnlyNews {
  readonly #parts: ReadOnlyNewsParts;
  /** What windows know of the scripts that they show. */
  readonly #told = new Map<ScriptId, ReadOnlyReason | null>();

  constructor(parts: ReadOnlyNewsParts) {
    this.#parts = parts;
  }

  /** Null for a script that is on this device alone. */
  async reasonOf(scriptId: ScriptId): Promise<ReadOnlyReason | null> {
    const reason = await this.#read(scriptId);
    this.#told.set(scriptId, reason);
    return reason;
  }

  /** Something changed about syncing these; most of it has nothing to do with writing. */
  hear(scripts: readonly ScriptSync[]): void {
    for (const { scriptId, standing } of scripts) {
      const isTold = this.#told.get(scriptId) ?? null;
      if (standing.kind === 'newer-format' || standing.kind === 'access-ended' || isTold !== null) this.#look(scriptId);
    }
  }

  /** What the person may do came anew from the server. */
  lookAgain(): void {
    for (const scriptId of this.#parts.openScripts.scripts()) this.#look(scriptId);
  }

  #look(scriptId: ScriptId): void {
    if (this.#parts.openScripts.windowsOf(scriptId).length === 0) this.#told.delete(scriptId);
    else this.#tell(scriptId).catch((error: unknown) => this.#parts.onTrouble(error));
  }

  async #tell(scriptId: ScriptId): Promise<void> {
    const readOnly = await this.#read(scriptId);
    if (this.#told.get(scriptId) === readOnly) return;
    this.#told.set(scriptId, readOnly);
    for (const windowId of this.#parts.openScripts.windowsOf(scriptId)) {
      this.#parts.windows.send(windowId, 'script.read-only-changed', { scriptId, readOnly });
    }
  }

  async #read(scriptId: ScriptId): Promise<ReadOnlyReason | null> {
    try {
      return readOnlyReason(await this.#parts.local.lane(scriptId));
    } catch (error) {
      if (error instanceof Failure && error.code === 'not-found') return null;
      throw error;
    }
  }
}
