/**
 * Values that Electron's IPC carries (structured clone), as text. The functions here also run inside pages: they are
 * injected as their own source text, so each may use nothing but its parameters and what every realm has.
 */

export interface Codec {
  /** @throws DataCloneError for functions, symbols, promises and, unlike Electron, for values that contain themselves. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array;
}

export function makeNodeBase64(): Base64 {
  return {
    encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    decode: (text) => {
      const buffer = Buffer.from(text, 'base64');
      return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    },
  };
}

/** Injected. Chromium has base64 in the language; Node 24 does not yet. */
export function makePageBase64(): Base64 {
  interface Encodes extends Uint8Array {
    toBase64(): string;
  }
  interface Decodes {
    fromBase64(text: string): Uint8Array;
  }
  return {
    encode: (bytes) => (bytes as Encodes).toBase64(),
    decode: (text) => (Uint8Array as unknown as Decodes).fromBase64(text),
  };
}

/** Injected. Plain JSON values stand for themselves; everything else is an object with the key `$`. */
export function makeCodec(base64: Base64): Codec {
  type Tagged = Readonly<Record<string, unknown>>;
  const views: Readonly<Record<string, new (buffer: ArrayBuffer) => unknown>> = {
    BigInt64Array,
    BigUint64Array,
    Float32Array,
    Float64Array,
    Int8Array,
    Int16Array,
    Int32Array,
    Uint8ClampedArray,
    Uint16Array,
    Uint32Array,
    DataView,
  };
  const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const refuse = (shown: string): never => {
    throw new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
  };
  const define = (target: object, key: string, value: unknown): void => {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  };

  function encodeNumber(value: number): unknown {
    if (Object.is(value, -0)) return { $: 'number', v: '-0' };
    return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
  }

  function encodeObject(value: object, inside: Set<object>): unknown {
    if (inside.has(value))
      throw new DOMException('A value that contains itself cannot be sent here.', 'DataCloneError');
    if (ArrayBuffer.isView(value)) {
      // Buffer is Node's own kind of Uint8Array: the other side gets the plain kind, as with structured clone.
      const kind = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
      return { $: 'bytes', kind, v: base64.encode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    if (value instanceof ArrayBuffer)
      return { $: 'bytes', kind: 'ArrayBuffer', v: base64.encode(new Uint8Array(value)) };
    if (value instanceof Date) return { $: 'date', v: encodeNumber(value.getTime()) };
    if (value instanceof RegExp) return { $: 'regexp', v: value.source, flags: value.flags };
    if (value instanceof Error) return { $: 'error', name: value.name, v: value.message, stack: value.stack ?? '' };
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
      return refuse(Object.prototype.toString.call(value));
    inside.add(value);
    try {
      if (Array.isArray(value)) return value.map((item) => encodeValue(item, inside));
      if (value instanceof Map) {
        const pairs = Array.from(value, ([key, item]) => [encodeValue(key, inside), encodeValue(item, inside)]);
        return { $: 'map', v: pairs };
      }
      if (value instanceof Set) return { $: 'set', v: Array.from(value, (item) => encodeValue(item, inside)) };
      const plain: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) define(plain, key, encodeValue(item, inside));
      return Object.hasOwn(plain, '$') ? { $: 'object', v: plain } : plain;
    } finally {
      inside.delete(value);
    }
  }

  function encodeValue(value: unknown, inside: Set<object>): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return encodeNumber(value);
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $: 'bigint', v: String(value) };
      case 'function':
      case 'symbol':
        return refuse(value.toString());
      case 'object':
        return value === null ? null : encodeObject(value, inside);
    }
  }

  function decodePlain(value: object): unknown {
    const plain = {};
    for (const [key, item] of Object.entries(value)) define(plain, key, decodeValue(item));
    return plain;
  }

  function decodeBytes(kind: unknown, text: unknown): unknown {
    const bytes = base64.decode(String(text));
    if (kind === 'Uint8Array') return bytes;
    const buffer = bytes.slice().buffer;
    if (kind === 'ArrayBuffer') return buffer;
    for (const [name, View] of Object.entries(views)) if (name === kind) return new View(buffer as ArrayBuffer);
    throw new TypeError(`bytes of an unknown kind on the wire: ${String(kind)}`);
  }

  function decodeError(tagged: Tagged): Error {
    const name = String(tagged['name']);
    const Known = Object.entries(errors).find(([known]) => known === name)?.[1] ?? Error;
    const error = new Known(String(tagged['v']));
    if (error.name !== name) error.name = name;
    error.stack = String(tagged['stack']);
    return error;
  }

  function decodeList(value: unknown): unknown[] {
    return Array.isArray(value) ? value.map(decodeValue) : [];
  }

  function decodeTagged(tagged: Tagged): unknown {
    const v = tagged['v'];
    switch (tagged['$']) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(v);
      case 'bigint':
        return BigInt(String(v));
      case 'date':
        return new Date(Number(decodeValue(v)));
      case 'regexp':
        return new RegExp(String(v), String(tagged['flags']));
      case 'error':
        return decodeError(tagged);
      case 'map':
        return new Map(decodeList(v).map((pair) => (Array.isArray(pair) ? [pair[0], pair[1]] : [pair, undefined])));
      case 'set':
        return new Set(decodeList(v));
      case 'object':
        return decodePlain(v as object);
      case 'bytes':
        return decodeBytes(tagged['kind'], v);
      default:
        throw new TypeError(`a value of an unknown kind on the wire: ${String(tagged['$'])}`);
    }
  }

  function decodeValue(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decodeValue);
    return Object.hasOwn(value, '$') ? decodeTagged(value as Tagged) : decodePlain(value);
  }

  return {
    encode: (value) => JSON.stringify(encodeValue(value, new Set())),
    decode: (text) => decodeValue(JSON.parse(text)),
  };
}
