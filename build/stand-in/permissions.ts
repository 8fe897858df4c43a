import type { Question } from './wire.ts';

export interface Asker {
  readonly url: string;
  readonly origin: string;
}

type RequestHandler = (
  contents: object | null,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type CheckHandler = (contents: object | null, permission: string, origin: string, details: object) => boolean;
type DeviceHandler = (details: object) => boolean;
type DisplayHandler = (request: object, callback: (streams: object) => void) => void;

/** What Chromium calls the things that Electron's `permission` may mean. Nothing: Chromium cannot be told. */
export function chromiumNames(permission: string, details: Readonly<Record<string, unknown>>): readonly string[] {
  const camera = { video: 'camera', audio: 'microphone' };
  switch (permission) {
    case 'media': {
      const kinds = Array.isArray(details['mediaTypes']) ? details['mediaTypes'] : [details['mediaType']];
      return Object.entries(camera).flatMap(([kind, name]) => (kinds.includes(kind) ? [name] : []));
    }
    case 'clipboard-sanitized-write':
      return ['clipboard-write'];
    case 'midiSysex':
      return ['midi'];
    case 'fullscreen':
    case 'pointerLock':
    case 'keyboardLock':
    case 'display-capture':
    case 'openExternal':
    case 'usb':
    case 'hid':
    case 'serial':
      return [];
    default:
      return [permission];
  }
}

/** Everything that Chromium would otherwise ask the person about. It is denied until the app's handler says otherwise. */
export const DENIED_AT_START = [
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'idle-detection',
  'local-fonts',
  'microphone',
  'midi',
  'notifications',
  'persistent-storage',
  'sensors',
  'storage-access',
  'window-management',
] as const;

/** A made-up device: none is ever plugged in here, and yet the app's handler is to be asked. */
const DEVICE = { deviceId: 'stand-in', vendorId: 0, productId: 0, name: 'Stand-in device' };

/** The app's permission handlers. Without one everything is granted, as in Electron. */
export class Permissions {
  #onRequest: RequestHandler | null = null;
  #onCheck: CheckHandler | null = null;
  #onDevice: DeviceHandler | null = null;
  #onDisplay: DisplayHandler | null = null;

  setRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = handler;
  }

  setCheckHandler(handler: CheckHandler | null): void {
    this.#onCheck = handler;
  }

  setDeviceHandler(handler: DeviceHandler | null): void {
    this.#onDevice = handler;
  }

  setDisplayHandler(handler: DisplayHandler | null): void {
    this.#onDisplay = handler;
  }

  /** What the app's handlers say. A handler that throws denies, and its error goes on to whoever asked. */
  async decide(contents: object, asker: Asker, question: Question): Promise<boolean> {
    const { permission } = question;
    const details = { ...question.details, isMainFrame: true, requestingUrl: asker.url };
    switch (question.kind) {
      case 'check':
        return this.#check(contents, permission, asker, details);
      case 'request': {
        const onRequest = this.#onRequest;
        if (onRequest === null) return true;
        return new Promise((resolve) => onRequest(contents, permission, resolve, details));
      }
      case 'display': {
        const onDisplay = this.#onDisplay;
        if (onDisplay === null) return false;
        const request = { frame: null, securityOrigin: asker.origin, userGesture: true, ...question.details };
        return new Promise((resolve) => onDisplay(request, (streams) => resolve('video' in streams)));
      }
      case 'device': {
        if (!this.#check(contents, permission, asker, details)) return false;
        return this.#onDevice?.({ deviceType: permission, origin: asker.origin, device: DEVICE }) ?? false;
      }
      default:
        return question.kind satisfies never;
    }
  }

  #check(contents: object, permission: string, asker: Asker, details: object): boolean {
    const facts = { ...details, securityOrigin: asker.origin };
    return this.#onCheck === null || this.#onCheck(contents, permission, asker.origin, facts);
  }
}
