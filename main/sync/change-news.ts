import type { ScriptId } from '../../app/ids.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import type { SyncChange } from '../../app/sync/engine.ts';
import type { Surroundings } from '../surroundings.ts';

/** Windows are told at most ten times a second. */
const BETWEEN_MS = 100;
/** As many as a panel shows. */
const MOST_EVENTS = 200;

export interface ChangeNewsParts extends Pick<Surroundings, 'wake'> {
  readonly tell: (change: SyncChange) => void;
}

/** Gathers what changed about syncing: the first change is told at once, those that follow it closely are told together. */
export class ChangeNews implements Disposable {
  readonly #parts: ChangeNewsParts;
  #gathered: SyncChange | null = null;
  #pause: Disposable | null = null;

  constructor(parts: ChangeNewsParts) {
    this.#parts = parts;
  }

  hear(change: SyncChange): void {
    this.#gathered = this.#gathered === null ? change : joined(this.#gathered, change);
    if (this.#pause === null) this.#tell();
  }

  /** An edit of the script is on disk: what was gathered of it does not count that, and is not told any more. */
  outdated(scriptId: ScriptId): void {
    if (this.#gathered === null) return;
    const scripts = this.#gathered.scripts.filter((script) => script.scriptId !== scriptId);
    this.#gathered = { ...this.#gathered, scripts };
  }

  [Symbol.dispose](): void {
    this.#pause?.[Symbol.dispose]();
    this.#pause = null;
    this.#gathered = null;
  }

  #tell(): void {
    this.#pause = null;
    if (this.#gathered === null) return;
    const told = this.#gathered;
    this.#gathered = null;
    this.#pause = this.#parts.wake(BETWEEN_MS, () => this.#tell());
    this.#parts.tell(told);
  }
}

/** The later of two changes holds; events stay in their order, latest first. */
function joined(earlier: SyncChange, later: SyncChange): SyncChange {
  const scripts = new Map<ScriptId, ScriptSync>();
  for (const script of [...earlier.scripts, ...later.scripts]) scripts.set(script.scriptId, script);
  const events = [...later.events, ...earlier.events].slice(0, MOST_EVENTS);
  return { link: later.link, scripts: [...scripts.values()], events };
}
