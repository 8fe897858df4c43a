import type { Tell, ToPage } from '../wire.ts';
import type { Bridge } from './bridge.ts';

/** Injected, isolated world: what a sandboxed preload script finds as `require('electron')` and `process`. */

export interface PreloadFacts {
  readonly platform: string;
  readonly arch: string;
  readonly argv: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

export interface PreloadWorld {
  readonly require: (name: string) => unknown;
  readonly process: object;
  /** Runs the preload script; what it throws is told to the main process and the page goes on without it. */
  run(preload: () => void): void;
  accept(message: ToPage): void;
}

export function makePreloadWorld(facts: PreloadFacts, tell: Tell, bridge: Bridge): PreloadWorld {
  type Listener = (event: object, ...args: unknown[]) => void;
  interface Subscription {
    readonly listener: Listener;
    readonly once: boolean;
  }
  let lastId = 0;
  const awaited = new Map<number, PromiseWithResolvers<unknown>>();
  const subscriptions = new Map<string, readonly Subscription[]>();

  /** Asking for something that is not here throws, so that nothing is believed to have worked. */
  function strict<T extends object>(name: string, members: T): T {
    const harmless = new Set<string | symbol>(['then', 'toJSON', 'constructor', 'valueOf', 'toString', 'inspect']);
    return new Proxy(members, {
      get(target, key, receiver) {
        if (key in target || typeof key === 'symbol' || harmless.has(key)) return Reflect.get(target, key, receiver);
        throw new Error(`The stand-in has no ${name}.${key} (build/stand-in/README.md).`);
      },
    });
  }

  function subscribe(channel: string, listener: Listener, once: boolean): void {
    subscriptions.set(channel, [...(subscriptions.get(channel) ?? []), { listener, once }]);
  }

  function unsubscribe(channel: string, listener: Listener): void {
    const known = subscriptions.get(channel) ?? [];
    const index = known.findLastIndex((subscription) => subscription.listener === listener);
    subscriptions.set(channel, known.toSpliced(index, index === -1 ? 0 : 1));
  }

  const add = (channel: string, listener: Listener): object => {
    subscribe(channel, listener, false);
    return ipcRenderer;
  };
  const remove = (channel: string, listener: Listener): object => {
    unsubscribe(channel, listener);
    return ipcRenderer;
  };

  const ipcRenderer: object = strict('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) => {
      const id = ++lastId;
      const answer = Promise.withResolvers<unknown>();
      tell({ kind: 'invoke', id, channel, args });
      awaited.set(id, answer);
      return answer.promise;
    },
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'send', channel, args }),
    on: add,
    addListener: add,
    once: (channel: string, listener: Listener) => {
      subscribe(channel, listener, true);
      return ipcRenderer;
    },
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) subscriptions.clear();
      else subscriptions.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => subscriptions.get(channel)?.length ?? 0,
  });

  const electron = strict('electron (in a preload script)', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
    }),
  });

  function settle(id: number, outcome: (answer: PromiseWithResolvers<unknown>) => void): void {
    const answer = awaited.get(id);
    awaited.delete(id);
    if (answer !== undefined) outcome(answer);
  }

  function deliver(channel: string, args: readonly unknown[]): void {
    for (const { listener, once } of subscriptions.get(channel) ?? []) {
      if (once) unsubscribe(channel, listener);
      try {
        listener({ sender: ipcRenderer, ports: [] }, ...args);
      } catch (error) {
        reportError(error); // one listener's fault is shown, and the others still hear
      }
    }
  }

  return {
    require: (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error(`module not found: ${name} (a sandboxed preload script can only require electron)`);
    },
    process: {
      ...facts,
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      env: {},
    },
    run(preload) {
      try {
        preload();
      } catch (error) {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        tell({ kind: 'preload-error', message, stack: stack ?? '' });
        reportError(error);
      }
    },
    accept(message) {
      if (message.kind === 'reply') settle(message.id, (answer) => answer.resolve(message.value));
      if (message.kind === 'refusal') settle(message.id, (answer) => answer.reject(message.error));
      if (message.kind === 'message') deliver(message.channel, message.args);
    },
  };
}
