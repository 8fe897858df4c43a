import type { ScriptId } from '../../app/ids.ts';
import type { ReceivedUpdate } from '../../app/sync/engine.ts';
import type { Surroundings } from '../surroundings.ts';

/** As long as a window gathers what is typed: nobody sees the difference, and twenty writers are one message. */
const GATHER_MS = 20;
/** A message over the bridge costs by its size, and a window that draws one cannot draw anything else. */
const MOST_BYTES = 512 * 1024;

export interface ReceivedNewsParts extends Pick<Surroundings, 'wake'> {
  readonly tell: (scriptId: ScriptId, updates: readonly ReceivedUpdate[]) => void;
}

/** Gathers what others wrote, script by script and in order, for a moment, and tells it in pieces of a bounded size. */
export class ReceivedNews implements Disposable {
  readonly #parts: ReceivedNewsParts;
  readonly #gathered = new Map<ScriptId, ReceivedUpdate[]>();
  #timer: Disposable | null = null;

  constructor(parts: ReceivedNewsParts) {
    this.#parts = parts;
  }

  hear(scriptId: ScriptId, fresh: readonly ReceivedUpdate[]): void {
    if (fresh.length === 0) return;
    this.#gathered.set(scriptId, [...(this.#gathered.get(scriptId) ?? []), ...fresh]);
    this.#timer ??= this.#parts.wake(GATHER_MS, () => this.#tell());
  }

  /** What is gathered is told first: it is on disk, and the windows that show the script may stay. */
  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#tell();
  }

  #tell(): void {
    this.#timer = null;
    const gathered = [...this.#gathered];
    this.#gathered.clear();
    for (const [scriptId, updates] of gathered) {
      for (const piece of piecesOf(updates)) this.#parts.tell(scriptId, piece);
    }
  }
}

function* piecesOf(updates: readonly ReceivedUpdate[]): Generator<readonly ReceivedUpdate[]> {
  let piece: ReceivedUpdate[] = [];
  let bytes = 0;
  for (const update of updates) {
    if (piece.length > 0 && bytes + update.bytes.byteLength > MOST_BYTES) {
      yield piece;
      [piece, bytes] = [[], 0];
    }
    piece.push(update);
    bytes += update.bytes.byteLength;
  }
  if (piece.length > 0) yield piece;
}
