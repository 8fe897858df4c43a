import type { Permissions } from './permissions.ts';
import type { Protocols } from './protocol.ts';
import { proxyFor } from './proxy-from-environment.ts';
import { strictEmitter } from './strict.ts';
import type { WebRequests } from './web-request.ts';

export interface SessionParts {
  readonly permissions: Permissions;
  readonly protocols: Protocols;
  readonly webRequests: WebRequests;
  storagePath(): string;
}

/** The one session there is here: `session.defaultSession`. */
export class DefaultSession extends strictEmitter('session', [
  'will-download',
  'select-usb-device',
  'select-hid-device',
  'select-serial-port',
]) {
  readonly protocol: Protocols['members'];
  readonly webRequest: WebRequests['members'];
  readonly #parts: SessionParts;
  #spellChecks = true;
  #spellLanguages: readonly string[] = ['en-US'];

  constructor(parts: SessionParts) {
    super();
    this.#parts = parts;
    this.protocol = parts.protocols.members;
    this.webRequest = parts.webRequests.members;
  }

  get storagePath(): string {
    return this.#parts.storagePath();
  }

  isPersistent(): boolean {
    return true;
  }

  setPermissionRequestHandler(handler: Parameters<Permissions['setRequestHandler']>[0]): void {
    this.#parts.permissions.setRequestHandler(handler);
  }

  setPermissionCheckHandler(handler: Parameters<Permissions['setCheckHandler']>[0]): void {
    this.#parts.permissions.setCheckHandler(handler);
  }

  setDevicePermissionHandler(handler: Parameters<Permissions['setDeviceHandler']>[0]): void {
    this.#parts.permissions.setDeviceHandler(handler);
  }

  setDisplayMediaRequestHandler(handler: Parameters<Permissions['setDisplayHandler']>[0]): void {
    this.#parts.permissions.setDisplayHandler(handler);
  }

  resolveProxy(url: string): Promise<string> {
    return Promise.resolve(proxyFor(url, process.env));
  }

  /** Kept, not acted on: Debian's Chromium checks no spelling here. */
  setSpellCheckerEnabled(enabled: boolean): void {
    this.#spellChecks = enabled;
  }

  isSpellCheckerEnabled(): boolean {
    return this.#spellChecks;
  }

  setSpellCheckerLanguages(languages: readonly string[]): void {
    this.#spellLanguages = languages;
  }

  getSpellCheckerLanguages(): string[] {
    return [...this.#spellLanguages];
  }
}
