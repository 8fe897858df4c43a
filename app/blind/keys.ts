import * as Y from 'yjs';
import type { Struct } from './update-structs.ts';

interface Known {
  readonly clock: number;
  readonly length: number;
  /** Undefined while it has to be asked of a neighbour. */
  key: string | null | undefined;
  readonly neighbour: Y.ID | null;
}

/** Updates of one log repeat each other a little; further back than this nothing that repeats is looked for. */
const OVERLAPPING = 64;

/**
 * Under which key of which map a struct stands. An update says so only for the first value of a key; later ones name the
 * value before them, perhaps in another update.
 */
export class Keys {
  readonly #clients = new Map<number, Known[]>();
  #isSorted = true;

  add(struct: Struct): void {
    if (!(struct instanceof Y.Item)) return;
    const { client, clock } = struct.id;
    const neighbour = struct.origin ?? struct.rightOrigin;
    const known = this.#clients.get(client) ?? [];
    const last = known.at(-1);
    if (last !== undefined && clock <= last.clock) this.#isSorted = false;
    known.push({ clock, length: struct.length, key: neighbour === null ? struct.parentSub : undefined, neighbour });
    this.#clients.set(client, known);
  }

  /** Null for what stands in a list or a text, or where it cannot be known. */
  of(id: Y.ID): string | null {
    if (!this.#isSorted) this.#sort();
    const chain: Known[] = [];
    const passed = new Set<Known>();
    let found: string | null = null;
    for (let at: Y.ID | null = id; at !== null;) {
      const known: Known | undefined = this.#find(at);
      if (known === undefined || passed.has(known)) break;
      if (known.key !== undefined) {
        found = known.key;
        break;
      }
      passed.add(known);
      chain.push(known);
      at = known.neighbour;
    }
    for (const known of chain) known.key = found;
    return found;
  }

  #sort(): void {
    for (const known of this.#clients.values()) known.sort((a, b) => a.clock - b.clock || b.length - a.length);
    this.#isSorted = true;
  }

  /** The last that begins at or before the clock and reaches it. */
  #find({ client, clock }: Y.ID): Known | undefined {
    const known = this.#clients.get(client) ?? [];
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((known[middle]?.clock ?? Infinity) <= clock) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= Math.max(0, low - OVERLAPPING); at -= 1) {
      const candidate = known[at];
      if (candidate !== undefined && candidate.clock + candidate.length > clock) return candidate;
    }
    return undefined;
  }
}
