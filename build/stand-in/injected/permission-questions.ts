import type { Question } from '../wire.ts';

/**
 * Injected, the page's own world, before its first script: asks the main process before the page's request goes on to
 * Chromium. The answer is enforced by Chromium itself, which was told to deny everything at start and is told of each
 * grant: a page that goes round these functions is denied without being asked.
 */
export function askBeforePermissions(ask: (question: Question) => Promise<boolean>): void {
  type Method = (this: unknown, ...args: unknown[]) => unknown;
  const { Reflect, Object, Promise, DOMException } = globalThis;

  /** Puts `around` in the place of a method of a prototype, if this Chromium has it. */
  function wrap(
    owner: unknown,
    name: string,
    around: (original: Method, self: unknown, args: unknown[]) => unknown,
  ): void {
    if (typeof owner !== 'object' && typeof owner !== 'function') return;
    if (owner === null) return;
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return;
    const wrapped = {
      [name](this: unknown, ...args: unknown[]): unknown {
        return around(original as Method, this, args);
      },
    }[name];
    Object.defineProperty(owner, name, { value: wrapped, configurable: true, enumerable: true, writable: true });
  }

  const prototypeOf = (name: string): unknown => {
    const constructor: unknown = Reflect.get(globalThis, name);
    return typeof constructor === 'function' ? (Reflect.get(constructor, 'prototype') as unknown) : undefined;
  };
  const request = (permission: string, details: Record<string, unknown> = {}): Promise<boolean> =>
    ask({ kind: 'request', permission, details });

  /** Asks, then lets Chromium answer: granted or denied, it is Chromium's own answer that the page gets. */
  function thenChromium(
    owner: unknown,
    name: string,
    permission: string,
    details?: (args: unknown[]) => Record<string, unknown>,
  ) {
    wrap(owner, name, async (original, self, args) => {
      await request(permission, details?.(args));
      return Reflect.apply(original, self, args);
    });
  }

  /** For what Chromium cannot be told to deny: a refusal is made here. */
  function orRefuse(owner: unknown, name: string, permission: string, refusal: () => Error): void {
    wrap(owner, name, async (original, self, args) => {
      if (!(await request(permission))) throw refusal();
      return Reflect.apply(original, self, args);
    });
  }

  const queried: Readonly<Record<string, string>> = {
    camera: 'media',
    microphone: 'media',
    'clipboard-write': 'clipboard-sanitized-write',
    'persistent-storage': 'persistent-storage',
  };
  wrap(prototypeOf('Permissions'), 'query', async (original, self, args) => {
    const descriptor: unknown = args[0];
    const name: unknown =
      typeof descriptor === 'object' && descriptor !== null ? Reflect.get(descriptor, 'name') : null;
    if (typeof name === 'string') {
      const mediaType = name === 'camera' ? 'video' : name === 'microphone' ? 'audio' : 'unknown';
      await ask({ kind: 'check', permission: queried[name] ?? name, details: { mediaType } });
    }
    return Reflect.apply(original, self, args);
  });

  thenChromium(prototypeOf('MediaDevices'), 'getUserMedia', 'media', ([constraints]) => {
    const wants = (kind: string): boolean => Boolean(Object(constraints)[kind]);
    return { mediaTypes: ['video', 'audio'].filter(wants) };
  });
  thenChromium(prototypeOf('Notification'), 'requestPermission', 'notifications');
  thenChromium(Reflect.get(globalThis, 'Notification'), 'requestPermission', 'notifications');
  thenChromium(Reflect.get(globalThis, 'IdleDetector'), 'requestPermission', 'idle-detection');
  thenChromium(prototypeOf('Clipboard'), 'readText', 'clipboard-read');
  thenChromium(prototypeOf('Clipboard'), 'read', 'clipboard-read');
  thenChromium(prototypeOf('Clipboard'), 'writeText', 'clipboard-sanitized-write');
  thenChromium(prototypeOf('Clipboard'), 'write', 'clipboard-sanitized-write');
  thenChromium(prototypeOf('Navigator'), 'requestMIDIAccess', 'midi');
  thenChromium(prototypeOf('StorageManager'), 'persist', 'persistent-storage');
  thenChromium(globalThis, 'getScreenDetails', 'window-management');
  thenChromium(globalThis, 'queryLocalFonts', 'local-fonts');
  for (const name of ['getCurrentPosition', 'watchPosition'])
    wrap(prototypeOf('Geolocation'), name, (original, self, args) => {
      void request('geolocation').then(() => Reflect.apply(original, self, args));
      return 0;
    });

  const typeError = (): Error => new TypeError('Permissions check failed');
  const wrongDocument = (): Error => new DOMException('The request was denied.', 'NotAllowedError');
  orRefuse(prototypeOf('Element'), 'requestFullscreen', 'fullscreen', typeError);
  orRefuse(prototypeOf('Element'), 'requestPointerLock', 'pointerLock', wrongDocument);
  orRefuse(prototypeOf('Keyboard'), 'lock', 'keyboardLock', wrongDocument);

  wrap(prototypeOf('MediaDevices'), 'getDisplayMedia', async (_original, _self, [constraints]) => {
    const wants = (kind: string): boolean => Boolean(Object(constraints)[kind]);
    const details = { videoRequested: wants('video'), audioRequested: wants('audio') };
    await ask({ kind: 'display', permission: 'display-capture', details });
    throw new DOMException('Permission denied', 'NotAllowedError'); // there is no screen here that could be given away
  });

  // No device is ever plugged in here: the handlers are asked about a made-up one, and the page gets none.
  const noDevice = (): Error => new DOMException('No device selected.', 'NotFoundError');
  for (const [owner, kind, choose, list] of [
    ['USB', 'usb', 'requestDevice', 'getDevices'],
    ['HID', 'hid', 'requestDevice', 'getDevices'],
    ['Serial', 'serial', 'requestPort', 'getPorts'],
  ] as const) {
    wrap(prototypeOf(owner), choose, async () => {
      await ask({ kind: 'device', permission: kind, details: {} });
      throw noDevice();
    });
    wrap(prototypeOf(owner), list, async () => {
      await ask({ kind: 'device', permission: kind, details: {} });
      return [];
    });
  }
  wrap(prototypeOf('Bluetooth'), 'requestDevice', () => Promise.reject(noDevice()));
}
