/** What one client says of itself. `phx_ref` names this saying; `phx_ref_prev` the one that it replaces. */
export type Meta = Readonly<Record<string, unknown>>;
export type PresenceState = Readonly<Record<string, { readonly metas: readonly Meta[] }>>;
export interface PresenceDiff {
  readonly joins: PresenceState;
  readonly leaves: PresenceState;
}

interface Tracked {
  readonly key: string;
  readonly ref: string;
  readonly payload: Meta;
}

/** Who is here, in one topic. A key may be shared: several devices of one person. */
export class Presence<Client extends object> {
  readonly #tracked = new Map<Client, Tracked>();
  readonly #newRef: () => string;

  constructor(newRef: () => string) {
    this.#newRef = newRef;
  }

  get isEmpty(): boolean {
    return this.#tracked.size === 0;
  }

  state(): PresenceState {
    const state = new Map<string, Meta[]>();
    for (const { key, ref, payload } of this.#tracked.values()) {
      state.set(key, [...(state.get(key) ?? []), { ...payload, phx_ref: ref }]);
    }
    return Object.fromEntries([...state].map(([key, metas]) => [key, { metas }]));
  }

  /** Whether the client says this very thing already: saying it again changes nothing. */
  says(client: Client, payload: Meta): boolean {
    const tracked = this.#tracked.get(client);
    return tracked !== undefined && isSame(tracked.payload, payload);
  }

  track(client: Client, key: string, payload: Meta): PresenceDiff {
    const before = this.#tracked.get(client);
    const ref = this.#newRef();
    this.#tracked.set(client, { key, ref, payload });
    if (before === undefined) return { joins: one(key, { ...payload, phx_ref: ref }), leaves: {} };
    return {
      joins: one(key, { ...payload, phx_ref: ref, phx_ref_prev: before.ref }),
      leaves: one(before.key, { ...before.payload, phx_ref: before.ref }),
    };
  }

  /** Nothing when the client was not here. */
  untrack(client: Client): PresenceDiff | undefined {
    const before = this.#tracked.get(client);
    if (before === undefined) return undefined;
    this.#tracked.delete(client);
    return { joins: {}, leaves: one(before.key, { ...before.payload, phx_ref: before.ref }) };
  }
}

function one(key: string, meta: Meta): PresenceState {
  return Object.fromEntries([[key, { metas: [meta] }]]);
}

/** Equal as data, whatever the order of keys. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [leftEntries, rightValues] = [Object.entries(left), new Map(Object.entries(right))];
  return (
    leftEntries.length === rightValues.size &&
    leftEntries.every(([key, value]) => rightValues.has(key) && isSame(value, rightValues.get(key)))
  );
}
