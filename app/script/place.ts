import { PositionSource } from 'position-strings';
import * as z from 'zod';

/**
 * Where a row or scene stands: one plain value that is always set whole. As two keys, two concurrent moves would mix
 * one's scene with the other's order. `order` is a position string; scenes have no `scene`.
 */
export interface Place {
  readonly scene?: string;
  readonly order: string;
}

/** Stands before every position: the order of what a foreign peer placed in a way we cannot sort. */
const UNSORTABLE = '';

/** Below `~`, ending in a waypoint and an odd number in base 52; anything else would make PositionSource throw. */
const POSITION = /^[ -}]*[.0-9][A-Za-z]*[BDFHJLNPRTVXZbdfhjlnprtvxz]$/;

const PlaceShape = z.object({ scene: z.string().optional().catch(undefined), order: z.string().regex(POSITION) });

/** Reads a place as a peer may have written it; never throws. The same bytes read alike on every device. */
export function readPlace(value: unknown): Place {
  const parsed = PlaceShape.safeParse(value);
  if (parsed.success) {
    const { scene, order } = parsed.data;
    return scene === undefined ? { order } : { scene, order };
  }
  const scene = z.object({ scene: z.string() }).safeParse(value);
  return scene.success ? { scene: scene.data.scene, order: UNSORTABLE } : { order: UNSORTABLE };
}

interface Ordered {
  readonly id: string;
  readonly place: Place;
}

/** By code unit, not by locale, so that every device agrees; equal orders are told apart by id. */
export function byOrder(a: Ordered, b: Ordered): number {
  if (a.place.order !== b.place.order) return a.place.order < b.place.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Makes positions for one window. What it makes one after another at one place stays whole beside anybody else's. */
export class Orders {
  readonly #newId: () => string;
  readonly #made = new Set<string>();
  #source: PositionSource;

  constructor(newId: () => string) {
    this.#newId = newId;
    this.#source = sourceFrom(newId);
  }

  /**
   * `count` ascending positions right after `left` and before the first of `following` that leaves room; equal
   * neighbours do not. Undefined stands for the start.
   */
  after(left: string | undefined, following: readonly string[], count: number): readonly string[] {
    const right = following.find((order) => order > (left ?? UNSORTABLE));
    const orders: string[] = [];
    for (let last = left ?? UNSORTABLE; orders.length < count; orders.push(last)) {
      last = this.#between(last, right);
      this.#made.add(last);
    }
    return orders;
  }

  #between(left: string, right: string | undefined): string {
    const parent = this.#parent(left, right);
    try {
      return this.#source.createBetween(parent, right);
    } catch {
      // Somebody forged positions under this source's name: one with a name nobody has seen is free of that.
      this.#source = sourceFrom(this.#newId);
      return this.#source.createBetween(parent, right);
    }
  }

  /**
   * The position to hang the new one on. PositionSource would take `left`, which has two faults. A run made upwards, each
   * row above the last one, would be torn apart by what others put after `left`: here it hangs on the row below, if that
   * one is this window's or goes on from `left`. And every window that adds rows at the end would make positions ten
   * characters longer than the one before: here the first ancestor of `left` will do below which this window's name sorts
   * behind `left`, and the length grows with the logarithm of the number of windows.
   */
  #parent(left: string, right: string | undefined): string {
    if (right !== undefined && (this.#made.has(right) || goesOnFrom(left, right)) && justBefore(right) > left) {
      return justBefore(right);
    }
    if (left === UNSORTABLE || this.#made.has(left)) return left;
    const { ID } = this.#source;
    return (
      ancestors(left).find((ancestor) => {
        const name = ancestor === '' ? `${ID}.` : `${ancestor},${ID}.`;
        const fits = right === undefined || (ancestor !== '' && name < right && !right.startsWith(ancestor));
        return fits && name > left && !ancestor.includes(ID);
      }) ?? left
    );
  }
}

/** True if `right` was made going on from `left`: same waypoint, later number. */
function goesOnFrom(left: string, right: string): boolean {
  return left !== UNSORTABLE && right.startsWith(left.replace(/[A-Za-z]+$/, '')) && !right.startsWith(left);
}

/** The positions that a position hangs below, topmost first; the empty one is above all. */
function ancestors(order: string): readonly string[] {
  return ['', ...Array.from(order.matchAll(/,/g), ({ index }) => order.slice(0, index))];
}

/** The parent of what stands to the left of a position: its last, odd digit made even. */
const justBefore = (order: string): string =>
  order.slice(0, -1) + String.fromCharCode(order.charCodeAt(order.length - 1) - 1);

/** Seven letters and digits from the random end of a uuid: short, because each position carries the names it went past. */
function sourceFrom(newId: () => string): PositionSource {
  const random = Number.parseInt(newId().replaceAll('-', '').slice(-9), 16);
  return new PositionSource({ ID: random.toString(36).padStart(7, '0') });
}
