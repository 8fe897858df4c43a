import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import type { Surroundings } from '../surroundings.ts';

/** A mark that is moved with every word of somebody else would be written as often as the words themselves. */
const BETWEEN_MS = 2_000;

export interface ReadMarksParts extends Pick<Surroundings, 'wake'> {
  readonly briefing: {
    log(scriptId: ScriptId): Promise<AwayLog | null>;
    markRead(read: { readonly scriptId: ScriptId; readonly ordinal: number | 'all' }): Promise<void>;
  };
  readonly isFocused: (scriptId: ScriptId) => boolean;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * How far a person has read each script. Whoever has a script in front of them and has nothing left to be told of reads
 * along with what others write: then the mark follows by itself. Otherwise only they move it.
 */
export class ReadMarks implements Disposable {
  readonly #parts: ReadMarksParts;
  /** In front, and what happened before was read. */
  readonly #readingAlong = new Set<ScriptId>();
  /** In front, and without a way to the server: what comes when there is one again is news. */
  readonly #cutOff = new Set<ScriptId>();
  readonly #pauses = new Map<ScriptId, Disposable>();
  /** Changed during the pause. */
  readonly #due = new Set<ScriptId>();

  constructor(parts: ReadMarksParts) {
    this.#parts = parts;
  }

  log(scriptId: ScriptId): Promise<AwayLog | null> {
    return this.#parts.briefing.log(scriptId);
  }

  async read(scriptId: ScriptId, ordinal: number): Promise<void> {
    await this.#parts.briefing.markRead({ scriptId, ordinal });
    await this.#look(scriptId);
  }

  /** Windows show other scripts, or others are in front. */
  attended(scripts: ReadonlyMap<ScriptId, { readonly isFocused: boolean }>): void {
    for (const scriptId of this.#readingAlong) {
      if (scripts.get(scriptId)?.isFocused !== true) this.#readingAlong.delete(scriptId);
    }
    for (const [scriptId, { isFocused }] of scripts) {
      if (isFocused && !this.#readingAlong.has(scriptId)) this.#look(scriptId).catch((error) => this.#trouble(error));
    }
  }

  /** What is known of where edits are has changed. */
  hear(scripts: readonly ScriptSync[]): void {
    for (const { scriptId, standing } of scripts) {
      if (isCutOff(standing)) {
        this.#readingAlong.delete(scriptId);
        this.#cutOff.add(scriptId);
      } else if (standing.kind === 'on-server') {
        // Whoever was told of nothing new reads along again.
        if (this.#cutOff.delete(scriptId)) this.#look(scriptId).catch((error) => this.#trouble(error));
        else if (this.#readingAlong.has(scriptId)) this.#follow(scriptId);
      }
    }
  }

  [Symbol.dispose](): void {
    for (const pause of this.#pauses.values()) pause[Symbol.dispose]();
    this.#pauses.clear();
  }

  async #look(scriptId: ScriptId): Promise<void> {
    const unread = await this.#parts.briefing.log(scriptId);
    if (unread === null && this.#parts.isFocused(scriptId)) this.#readingAlong.add(scriptId);
  }

  #follow(scriptId: ScriptId): void {
    if (this.#pauses.has(scriptId)) return void this.#due.add(scriptId);
    this.#parts.briefing.markRead({ scriptId, ordinal: 'all' }).catch((error: unknown) => this.#trouble(error));
    this.#pauses.set(
      scriptId,
      this.#parts.wake(BETWEEN_MS, () => {
        this.#pauses.delete(scriptId);
        if (this.#due.delete(scriptId) && this.#readingAlong.has(scriptId)) this.#follow(scriptId);
      }),
    );
  }

  #trouble(error: unknown): void {
    // A script that was removed from this device meanwhile has nothing to be read.
    if (!(error instanceof Failure) || error.code !== 'not-found') this.#parts.onTrouble(error);
  }
}

const isCutOff = ({ kind }: ScriptSync['standing']): boolean =>
  kind === 'offline' || kind === 'signed-out' || kind === 'unavailable';
