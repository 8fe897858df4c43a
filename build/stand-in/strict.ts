import { EventEmitter } from 'node:events';

/** What the language, Node and test tools ask of any object; its absence is no lie. */
const HARMLESS = new Set<string>([
  'then',
  'toJSON',
  'constructor',
  'valueOf',
  'toString',
  'inspect',
  'asymmetricMatch',
  '$$typeof',
  'nodeType',
  'tagName',
  'domain',
  'href',
]);

const isKnown = (target: object, key: string | symbol): boolean =>
  typeof key === 'symbol' || key in target || HARMLESS.has(key);

/** A member of Electron's that the stand-in lacks. Thrown, because an answer of `undefined` would be believed. */
export class NotHere extends Error {
  override readonly name = 'NotHere';

  constructor(member: string) {
    super(`The stand-in has no ${member}. Run this on Electron, or add it to build/stand-in (see its README.md).`);
  }
}

/** The same object, except that asking for a member that it lacks throws. */
export function strict<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key, receiver) {
      if (isKnown(target, key)) return Reflect.get(target, key, receiver);
      throw new NotHere(`${name}.${String(key)}`);
    },
  });
}

/** Stands for a whole module or class of Electron's that is not here: it can be imported, not used. */
export function notHere(name: string): never {
  // A function of the old kind: an arrow could not be tried with `new`, and would fail with other words.
  function refuse(): never {
    throw new NotHere(name);
  }
  return new Proxy(refuse, {
    get(target, key) {
      if (typeof key === 'symbol' || HARMLESS.has(key)) return Reflect.get(target, key) as unknown;
      throw new NotHere(`${name}.${key}`);
    },
    apply: refuse,
    construct: refuse,
  }) as never;
}

type Listener = Parameters<EventEmitter['on']>[1];

/**
 * The base of everything of Electron's that emits events. Asking its children for a member they lack throws, and so
 * does listening to an event that the stand-in never sends: waiting for it would be waiting for ever.
 */
export function strictEmitter(name: string, events: readonly string[] | 'any'): new () => EventEmitter {
  const sent = new Set<string | symbol>([
    ...(events === 'any' ? [] : events),
    'newListener',
    'removeListener',
    'error',
  ]);
  const checked = (event: string | symbol): void => {
    if (events !== 'any' && !sent.has(event)) throw new NotHere(`${name} event '${String(event)}'`);
  };

  class StrictEmitter extends EventEmitter {
    constructor() {
      super();
      this.setMaxListeners(0);
    }

    override on(event: string | symbol, listener: Listener): this {
      checked(event);
      return super.on(event, listener);
    }

    override addListener(event: string | symbol, listener: Listener): this {
      return this.on(event, listener);
    }

    override prependListener(event: string | symbol, listener: Listener): this {
      checked(event);
      return super.prependListener(event, listener);
    }
  }

  // At the end of the prototype chain, so that methods with private fields still run on the object itself.
  const end: object = Object.create(EventEmitter.prototype) as object;
  Object.setPrototypeOf(
    StrictEmitter.prototype,
    new Proxy(end, {
      get(target, key, receiver) {
        if (isKnown(target, key)) return Reflect.get(target, key, receiver);
        throw new NotHere(`${name}.${String(key)}`);
      },
    }),
  );
  return StrictEmitter;
}

export interface Vetoable {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

/** An event whose listeners may prevent what comes next. */
export function vetoable<T extends object>(details: T): T & Vetoable {
  let prevented = false;
  const veto: Vetoable = {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties({ ...details }, Object.getOwnPropertyDescriptors(veto)) as T & Vetoable;
}

/** Tells the person at the terminal something once, however often it happens. */
export class Notes {
  readonly #told = new Set<string>();

  say(words: string): void {
    if (this.#told.has(words)) return;
    this.#told.add(words);
    process.stderr.write(`[stand-in] ${words}\n`);
  }
}
