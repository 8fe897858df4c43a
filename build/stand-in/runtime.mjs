/**
 * Code that runs inside the page. Each function is self-contained: the host injects `fn.toString()`
 * (Node strips the types before that), so nothing outside a function's own body may be referenced.
 */

/** Values that Electron's IPC carries (structured clone) <-> JSON text. Used on both sides. */
export function makeCodec() {
  const B = globalThis.Buffer;
  const U8 = Uint8Array;
  const to64 = (u) => (B ? B.from(u.buffer, u.byteOffset, u.byteLength).toString('base64') : u.toBase64());
  const from64 = (s) => {
    if (!B) return U8.fromBase64(s);
    const b = B.from(s, 'base64');
    return new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  };
  const fail = (v) => {
    throw new DOMException(`${String(v)} could not be cloned.`, 'DataCloneError');
  };
  function enc(v, seen) {
    switch (typeof v) {
      case 'string':
      case 'boolean':
        return v;
      case 'number':
        return Number.isFinite(v) && !Object.is(v, -0) ? v : { $: 'n', v: Object.is(v, -0) ? '-0' : String(v) };
      case 'undefined':
        return { $: 'u' };
      case 'bigint':
        return { $: 'b', v: String(v) };
      case 'function':
      case 'symbol':
        return fail(v);
      case 'object':
        break;
    }
    if (v === null) return null;
    if (seen.has(v)) throw new DOMException('cyclic values are not supported by the stand-in', 'DataCloneError');
    if (ArrayBuffer.isView(v)) {
      const k = B && v instanceof B ? 'Uint8Array' : v.constructor.name;
      return { $: 'y', k, v: to64(new Uint8Array(v.buffer, v.byteOffset, v.byteLength)) };
    }
    if (v instanceof ArrayBuffer) return { $: 'y', k: 'ArrayBuffer', v: to64(new Uint8Array(v)) };
    if (v instanceof Date) return { $: 'd', v: v.getTime() };
    if (v instanceof RegExp) return { $: 'r', v: v.source, f: v.flags };
    if (v instanceof Error) return { $: 'e', n: v.name, m: v.message, s: v.stack };
    if (v instanceof Promise || v instanceof WeakMap || v instanceof WeakSet)
      return fail(Object.prototype.toString.call(v));
    seen.add(v);
    let r;
    if (Array.isArray(v)) r = v.map((x) => enc(x, seen));
    else if (v instanceof Map) r = { $: 'm', v: [...v].map(([a, b]) => [enc(a, seen), enc(b, seen)]) };
    else if (v instanceof Set) r = { $: 's', v: [...v].map((x) => enc(x, seen)) };
    else {
      const o = {};
      for (const k of Object.keys(v)) o[k] = enc(v[k], seen);
      r = '$' in o ? { $: 'o', v: o } : o;
    }
    seen.delete(v);
    return r;
  }
  function dec(v) {
    if (v === null || typeof v !== 'object') return v;
    if (Array.isArray(v)) return v.map(dec);
    const obj = (o) => {
      const r = {};
      for (const k of Object.keys(o))
        Object.defineProperty(r, k, { value: dec(o[k]), enumerable: true, configurable: true, writable: true });
      return r;
    };
    switch (v.$) {
      case undefined:
        return obj(v);
      case 'u':
        return undefined;
      case 'n':
        return Number(v.v);
      case 'b':
        return BigInt(v.v);
      case 'd':
        return new Date(v.v);
      case 'r':
        return new RegExp(v.v, v.f);
      case 'e': {
        const T = { TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError }[v.n] ?? Error;
        const e = new T(v.m);
        if (e.name !== v.n) e.name = v.n;
        e.stack = v.s;
        return e;
      }
      case 'm':
        return new Map(v.v.map(([a, b]) => [dec(a), dec(b)]));
      case 's':
        return new Set(v.v.map(dec));
      case 'o':
        return obj(v.v);
      case 'y': {
        const u = from64(v.v);
        if (v.k === 'Uint8Array') return u;
        const whole = u.slice().buffer;
        if (v.k === 'ArrayBuffer') return whole;
        return new globalThis[v.k](whole);
      }
    }
    throw new Error('bad value on the wire');
  }
  return { encode: (v) => JSON.stringify(enc(v, new Set())), decode: (s) => dec(JSON.parse(s)) };
}

/** Two-way object bridge between the isolated world (preload) and the main world, over DOM events with a secret name. */
export function makeBridge(secret, side) {
  const w = window,
    CE = CustomEvent,
    P = Promise,
    E = Error,
    O = Object,
    A = Array;
  const dispatch = w.dispatchEvent.bind(w);
  const proto = O.prototype,
    getProto = O.getPrototypeOf,
    keys = O.keys,
    isArray = A.isArray;
  const out = secret + (side === 'main' ? ':i' : ':m'),
    inn = secret + (side === 'main' ? ':m' : ':i');
  let seq = 0,
    answer;
  const fns = new Map(),
    ids = new WeakMap(),
    waiting = new Map();
  const post = (m) => {
    dispatch(new CE(out, { detail: m }));
  };
  const packError = (e) => ({ k: 'e', n: String(e?.name ?? 'Error'), m: String(e?.message ?? e) });
  function pack(v, depth = 0) {
    if (depth > 1000) throw new E('value nested too deeply for the context bridge');
    if (typeof v === 'function') {
      let id = ids.get(v);
      if (!id) {
        id = ++seq;
        ids.set(v, id);
        fns.set(id, v);
      }
      return { k: 'f', id };
    }
    if (typeof v === 'symbol') throw new E('symbols cannot cross the context bridge');
    if (v === null || typeof v !== 'object') return { k: 'v', v };
    if (v instanceof P) {
      const id = ++seq;
      v.then(
        (x) => post({ t: 'ok', id, v: pack(x) }),
        (e) => post({ t: 'no', id, v: packError(e) }),
      );
      return { k: 'p', id };
    }
    if (v instanceof E) return packError(v);
    if (isArray(v)) return { k: 'a', v: v.map((x) => pack(x, depth + 1)) };
    const p = getProto(v);
    if (p === proto || p === null) {
      const o = {};
      for (const key of keys(v)) o[key] = pack(v[key], depth + 1);
      return { k: 'o', v: o };
    }
    return { k: 'v', v }; // Date, Map, Set, typed arrays, Blob: structured clone does the rest
  }
  function unpack(m, freeze = false) {
    switch (m.k) {
      case 'v':
        return m.v;
      case 'e': {
        const e = new E(m.m);
        e.name = m.n;
        return e;
      }
      case 'a': {
        const r = m.v.map((x) => unpack(x, freeze));
        return freeze ? O.freeze(r) : r;
      }
      case 'o': {
        const r = {};
        for (const key of keys(m.v))
          O.defineProperty(r, key, {
            value: unpack(m.v[key], freeze),
            enumerable: true,
            writable: !freeze,
            configurable: !freeze,
          });
        return freeze ? O.freeze(r) : r;
      }
      case 'p':
        return new P((ok, no) => waiting.set(m.id, [ok, no]));
      case 'f':
        return (...args) => {
          answer = undefined;
          post({ t: 'call', id: m.id, v: pack(args) });
          const a = answer;
          answer = undefined;
          if (!a) throw new E('context bridge: no answer');
          if (a.t === 'throw') throw unpack(a.v);
          return unpack(a.v);
        };
    }
  }
  w.addEventListener(inn, (ev) => {
    ev.stopImmediatePropagation();
    const m = ev.detail;
    switch (m.t) {
      case 'call': {
        let r;
        try {
          r = { t: 'return', v: pack(fns.get(m.id)(...unpack(m.v))) };
        } catch (e) {
          r = { t: 'throw', v: packError(e) };
        }
        post(r);
        break;
      }
      case 'return':
      case 'throw':
        answer = m;
        break;
      case 'ok':
      case 'no': {
        const p = waiting.get(m.id);
        waiting.delete(m.id);
        p?.[m.t === 'ok' ? 0 : 1](unpack(m.v));
        break;
      }
      case 'expose':
        if (side === 'main') {
          if (m.key in w) {
            post({
              t: 'throw',
              v: packError(new E(`Cannot bind an API on top of an existing property on the window object`)),
            });
            break;
          }
          O.defineProperty(w, m.key, {
            value: unpack(m.v, true),
            writable: false,
            configurable: false,
            enumerable: true,
          });
          post({ t: 'return', v: { k: 'v' } });
        }
    }
  });
  return {
    expose(key, api) {
      answer = undefined;
      post({ t: 'expose', key, v: pack(api) });
      const a = answer;
      answer = undefined;
      if (a?.t === 'throw') throw unpack(a.v);
    },
  };
}

/** Runs in the isolated world, before the page's scripts: gives the preload bundle its `require('electron')`. */
export function isolatedRuntime(cfg, codec, bridge) {
  const g = globalThis;
  const binding = g[cfg.binding];
  delete g[cfg.binding];
  let seq = 0;
  const pending = new Map();
  const listeners = new Map();
  const on = (ch, fn, once = false) => {
    const l = listeners.get(ch) ?? [];
    l.push({ fn, once });
    listeners.set(ch, l);
  };
  const off = (ch, fn) => {
    listeners.set(
      ch,
      (listeners.get(ch) ?? []).filter((x) => x.fn !== fn),
    );
  };
  g[cfg.deliver] = (m) => {
    const [t, a, body] = codec.decode(m);
    if (t === 'r' || t === 'x') {
      const p = pending.get(a);
      pending.delete(a);
      p[t === 'r' ? 0 : 1](body);
      return;
    }
    for (const l of (listeners.get(a) ?? []).slice()) {
      if (l.once) off(a, l.fn);
      try {
        l.fn({ sender: ipcRenderer, senderId: 0, ports: [] }, ...body);
      } catch (e) {
        setTimeout(() => {
          throw e;
        });
      }
    }
  };
  const ipcRenderer = {
    invoke: (ch, ...args) =>
      new Promise((ok, no) => {
        const id = ++seq;
        const m = codec.encode(['i', id, ch, args]);
        pending.set(id, [ok, no]);
        binding(m);
      }),
    send: (ch, ...args) => binding(codec.encode(['s', 0, ch, args])),
    sendSync: () => {
      throw new Error('ipcRenderer.sendSync is not supported by the stand-in host');
    },
    postMessage: () => {
      throw new Error('ipcRenderer.postMessage (ports) is not supported by the stand-in host');
    },
    on: (ch, fn) => {
      on(ch, fn);
      return ipcRenderer;
    },
    addListener: (ch, fn) => {
      on(ch, fn);
      return ipcRenderer;
    },
    once: (ch, fn) => {
      on(ch, fn, true);
      return ipcRenderer;
    },
    off: (ch, fn) => {
      off(ch, fn);
      return ipcRenderer;
    },
    removeListener: (ch, fn) => {
      off(ch, fn);
      return ipcRenderer;
    },
    removeAllListeners: (ch) => {
      listeners.delete(ch);
      return ipcRenderer;
    },
  };
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (k, api) => bridge.expose(k, api) },
    webUtils: { getPathForFile: () => '' },
  };
  // Accelerators of the application menu: Chromium has no native menu here, so key chords are sent to main.
  if (cfg.accelerators.length)
    addEventListener(
      'keydown',
      (e) => {
        const chord = [
          (e.ctrlKey || e.metaKey) && 'ctrl',
          e.altKey && 'alt',
          e.shiftKey && 'shift',
          e.key.toLowerCase(),
        ]
          .filter(Boolean)
          .join('+');
        if (cfg.accelerators.includes(chord)) {
          e.preventDefault();
          binding(codec.encode(['k', 0, chord, []]));
        }
      },
      true,
    );
  return {
    process: {
      platform: cfg.platform,
      arch: cfg.arch,
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      versions: cfg.versions,
      env: {},
      argv: cfg.argv,
      getSystemVersion: () => '',
    },
    require: (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error(`module not found: ${name} (a sandboxed preload can only require electron)`);
    },
  };
}
