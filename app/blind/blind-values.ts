import { KEYS_OF_NUMBERS, KNOWN_NAMES, KNOWN_SCHEMES, KNOWN_VALUES } from './known-names.ts';
import type { Noise } from './noise.ts';
import { isUuid } from './ranks.ts';

/** Where a value stands: the noise follows from it. */
export interface ValuePlace {
  readonly client: number;
  readonly clock: number;
  /** The key of the map it stands under, if any. */
  readonly key: string | null;
}

interface Exchanges {
  readonly ids: ReadonlyMap<string, string>;
  readonly orders: ReadonlyMap<string, string>;
}

type Plain = Readonly<Record<string, unknown>>;

/** How y-tiptap tells overlapping marks of one name apart: by a digest of what they hold. */
const MARK_WITH_DIGEST = /^(.+)--([a-zA-Z0-9+/=]{8})$/;

/** No place may hold it: what could not be sorted by must not become sortable. */
const NO_ORDER = '~';

/** Replaces words in plain values by noise; keys of our own, ids, places and times keep what they mean. */
export class BlindValues {
  readonly #noise: Noise;
  readonly #exchanges: Exchanges;

  constructor(noise: Noise, exchanges: Exchanges) {
    this.#noise = noise;
    this.#exchanges = exchanges;
    for (const name of KNOWN_NAMES) noise.reserve(name);
  }

  /** A key, a root, the name of a node or mark: ours stay, ids are exchanged, others are noise that is always the same. */
  name(name: string): string {
    if (KNOWN_NAMES.has(name)) return name;
    const [, mark, digest] = MARK_WITH_DIGEST.exec(name) ?? [];
    if (mark !== undefined && digest !== undefined) return `${this.name(mark)}--${this.#noise.name(digest)}`;
    return this.#exchanges.ids.get(name) ?? this.#noise.name(name);
  }

  characters(text: string, client: number, clock: number): string {
    return this.#noise.characters(text, client, clock);
  }

  bytes(bytes: Uint8Array, { client, clock }: ValuePlace): Uint8Array {
    return this.#noise.bytes(bytes, client, clock, '');
  }

  value(value: unknown, place: ValuePlace): unknown {
    return this.#blind(value, place.key, { ...place, path: '' });
  }

  /** Equal ones stay equal, because Yjs compares the formats around a word to decide whether they end there. */
  shared(value: unknown): unknown {
    if (typeof value === 'string') return this.#link(value, (text) => this.#noise.name(`=${text}`).slice(1));
    if (typeof value === 'number') return Number.isFinite(value) ? this.#sharedNumber(value) : value;
    if (Array.isArray(value)) return value.map((item) => this.shared(item));
    return isPlain(value) ? this.#object(value, (inner) => this.shared(inner)) : value;
  }

  #sharedNumber(value: number): number {
    const noisy = Number(this.#noise.name(String(value)));
    return Number.isFinite(noisy) ? noisy : 0;
  }

  #blind(value: unknown, key: string | null, at: { client: number; clock: number; path: string }): unknown {
    const { client, clock, path } = at;
    if (typeof value === 'string')
      return this.#text(value, key, (text) => this.#noise.value(text, client, clock, path));
    if (typeof value === 'number') {
      return key !== null && KEYS_OF_NUMBERS.has(key) ? value : this.#noise.number(value, client, clock, path);
    }
    if (typeof value === 'bigint')
      return BigInt.asIntN(64, BigInt(digitsOf(this.#noise.value(String(value), client, clock, path))));
    if (value instanceof Uint8Array) return this.#noise.bytes(value, client, clock, path);
    if (Array.isArray(value)) {
      return value.map((item, index) => this.#blind(item, key, { ...at, path: `${path}/${index}` }));
    }
    if (!isPlain(value)) return value;
    return this.#object(value, (inner, name, index) => this.#blind(inner, name, { ...at, path: `${path}/${index}` }));
  }

  #text(text: string, key: string | null, noise: (text: string) => string): string {
    if (key !== null && KNOWN_VALUES[key]?.includes(text) === true) return text;
    if (isUuid(text)) return this.#exchanges.ids.get(text) ?? noise(text);
    if (key === 'order') return this.#exchanges.orders.get(text) ?? noise(text).replace(/.$/su, NO_ORDER);
    return noise(text);
  }

  #link(text: string, noise: (text: string) => string): string {
    const [scheme = ''] = KNOWN_SCHEMES.exec(text) ?? [];
    return scheme + noise(text.slice(scheme.length));
  }

  #object(object: Plain, blind: (value: unknown, key: string, index: number) => unknown): Plain {
    return Object.fromEntries(
      Object.entries(object).map(([key, value], index) => [this.name(key), blind(value, key, index)]),
    );
  }
}

/** Every text inside a plain value, names of keys included. */
export function* textsIn(value: unknown): Generator<string, void> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isPlain(value)) {
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsIn(inner);
    }
  }
}

/** Every object inside a plain value, itself included. */
export function* objectsIn(value: unknown): Generator<Plain, void> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  else if (isPlain(value)) {
    yield value;
    for (const inner of Object.values(value)) yield* objectsIn(inner);
  }
}

const digitsOf = (text: string): string => /^-?\d+/.exec(text)?.[0] ?? '0';

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
