/**
 * Electron's contextBridge: a two-way bridge between the preload script's isolated world and the page's own. Injected
 * as source text into both worlds of the main frame; see codec.ts for what that asks of the code.
 */

export interface Bridge {
  /** Puts a frozen copy of `api` on the page's window. @throws when the page has that name already. */
  readonly expose: (key: string, api: unknown) => void;
  /** Hands something to the stand-in's own code in the other world; the page cannot see it. */
  readonly lend: (name: string, value: unknown) => void;
}

/**
 * Both sides speak through events on the shared window whose name, a secret, only they know. Everything they use of the
 * page's realm is taken before the page's first script runs.
 */
export function makeBridge(
  secret: string,
  side: 'page' | 'preload',
  receive: (name: string, value: unknown) => void,
): Bridge {
  type Call = (...args: unknown[]) => unknown;
  type Packed =
    | { readonly kind: 'value'; readonly v?: unknown }
    | { readonly kind: 'error'; readonly name: string; readonly message: string }
    | { readonly kind: 'array'; readonly v: readonly Packed[] }
    | { readonly kind: 'object'; readonly v: readonly (readonly [string, Packed])[] }
    | { readonly kind: 'promise' | 'function'; readonly id: number };
  type Message =
    | { readonly type: 'call'; readonly id: number; readonly v: Packed }
    | { readonly type: 'returned' | 'threw'; readonly v: Packed }
    | { readonly type: 'resolved' | 'rejected'; readonly id: number; readonly v: Packed }
    | { readonly type: 'expose' | 'lend'; readonly key: string; readonly v: Packed };

  const DEEPEST = 1000;
  const { Array, CustomEvent, Error, Map, Object, Promise, WeakMap, String } = globalThis;
  const dispatch = window.dispatchEvent.bind(window);
  const incoming = `${secret}:${side}`;
  const outgoing = `${secret}:${side === 'page' ? 'preload' : 'page'}`;
  const functions = new Map<number, Call>();
  const functionIds = new WeakMap<object, number>();
  const awaited = new Map<number, readonly [resolve: (value: unknown) => void, reject: (error: unknown) => void]>();
  let lastId = 0;
  let answer: Message | undefined;

  const post = (detail: Message): boolean => dispatch(new CustomEvent(outgoing, { detail }));

  function packError(error: unknown): Packed {
    if (error instanceof Error) return { kind: 'error', name: error.name, message: error.message };
    return { kind: 'error', name: 'Error', message: String(error) };
  }

  function packFunction(call: Call): Packed {
    const known = functionIds.get(call);
    if (known !== undefined) return { kind: 'function', id: known };
    const id = ++lastId;
    functionIds.set(call, id);
    functions.set(id, call);
    return { kind: 'function', id };
  }

  function packPromise(promise: Promise<unknown>): Packed {
    const id = ++lastId;
    promise.then(
      (value) => post({ type: 'resolved', id, v: pack(value, 0) }),
      (error: unknown) => post({ type: 'rejected', id, v: packError(error) }),
    );
    return { kind: 'promise', id };
  }

  function pack(value: unknown, depth: number): Packed {
    if (depth > DEEPEST) throw new Error('A value is nested too deeply for the context bridge.');
    if (typeof value === 'function') return packFunction(value as Call);
    if (typeof value === 'symbol') throw new Error('Symbols cannot cross the context bridge.');
    if (value === null || typeof value !== 'object') return { kind: 'value', v: value };
    if (value instanceof Promise) return packPromise(value);
    if (value instanceof Error) return packError(value);
    if (Array.isArray(value)) return { kind: 'array', v: value.map((item: unknown) => pack(item, depth + 1)) };
    const prototype: unknown = Object.getPrototypeOf(value);
    // Dates, maps, typed arrays, blobs: the event's own structured clone carries them.
    if (prototype !== Object.prototype && prototype !== null) return { kind: 'value', v: value };
    return { kind: 'object', v: Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)] as const) };
  }

  function unpackError(packed: { readonly name: string; readonly message: string }): Error {
    const error = new Error(packed.message);
    error.name = packed.name;
    return error;
  }

  function callThrough(id: number, args: readonly unknown[]): unknown {
    answer = undefined;
    post({ type: 'call', id, v: pack(args, 0) });
    const given = answer as Message | undefined;
    answer = undefined;
    if (given?.type === 'returned') return unpack(given.v, false);
    if (given?.type === 'threw') throw unpack(given.v, false);
    throw new Error('The other side of the context bridge did not answer.');
  }

  function unpack(packed: Packed, frozen: boolean): unknown {
    const seal = <T extends object>(made: T): T => (frozen ? Object.freeze(made) : made);
    switch (packed.kind) {
      case 'value':
        return packed.v;
      case 'error':
        return unpackError(packed);
      case 'array':
        return seal(packed.v.map((item) => unpack(item, frozen)));
      case 'object': {
        const made = {};
        for (const [key, item] of packed.v)
          Object.defineProperty(made, key, {
            value: unpack(item, frozen),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        return seal(made);
      }
      case 'promise':
        return new Promise((resolve, reject) => awaited.set(packed.id, [resolve, reject]));
      case 'function':
        return (...args: unknown[]) => callThrough(packed.id, args);
    }
  }

  function answerCall(id: number, args: unknown): Message {
    try {
      const call = functions.get(id);
      if (call === undefined) throw new Error('The function is gone.');
      return { type: 'returned', v: pack(call(...(Array.isArray(args) ? args : [])), 0) };
    } catch (error) {
      return { type: 'threw', v: packError(error) };
    }
  }

  function settle(id: number, outcome: 0 | 1, packed: Packed): void {
    const waiting = awaited.get(id);
    awaited.delete(id);
    waiting?.[outcome](unpack(packed, false));
  }

  function accept(message: Message): void {
    switch (message.type) {
      case 'call':
        post(answerCall(message.id, unpack(message.v, false)));
        return;
      case 'returned':
      case 'threw':
        answer = message;
        return;
      case 'resolved':
        settle(message.id, 0, message.v);
        return;
      case 'rejected':
        settle(message.id, 1, message.v);
        return;
      case 'lend':
        receive(message.key, unpack(message.v, true));
        return;
      case 'expose':
        if (message.key in window) {
          const refusal = new Error('Cannot bind an API on top of an existing property on the window object');
          post({ type: 'threw', v: packError(refusal) });
          return;
        }
        Object.defineProperty(window, message.key, {
          value: unpack(message.v, true),
          enumerable: true,
          writable: false,
          configurable: false,
        });
        post({ type: 'returned', v: { kind: 'value' } });
    }
  }

  window.addEventListener(incoming, (event) => {
    event.stopImmediatePropagation();
    if (event instanceof CustomEvent) accept(event.detail as Message);
  });

  return {
    expose(key, api) {
      answer = undefined;
      post({ type: 'expose', key, v: pack(api, 0) });
      const given = answer as Message | undefined;
      answer = undefined;
      if (given?.type === 'threw') throw unpack(given.v, false);
    },
    lend(name, value) {
      post({ type: 'lend', key: name, v: pack(value, 0) });
    },
  };
}
