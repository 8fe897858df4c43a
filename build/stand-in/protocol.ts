import type { CustomUrls } from './custom-urls.ts';
import { NotHere, strict } from './strict.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** The schemes of the app's own and what answers for them. */
export class Protocols {
  readonly #urls: CustomUrls;
  readonly #isReady: () => boolean;
  readonly #handlers = new Map<string, ProtocolHandler>();

  constructor(urls: CustomUrls, isReady: () => boolean) {
    this.#urls = urls;
    this.#isReady = isReady;
  }

  handlerOf(scheme: string): ProtocolHandler | undefined {
    return this.#handlers.get(scheme);
  }

  /** Electron's object. */
  readonly members = strict('protocol', {
    /** Privileges are not told apart: every custom scheme here is a secure, standard origin with fetch. */
    registerSchemesAsPrivileged: (schemes: readonly { readonly scheme: string }[]): void => {
      if (this.#isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      for (const { scheme } of schemes) this.#urls.register(scheme);
    },
    handle: (scheme: string, handler: ProtocolHandler): void => {
      if (!this.#isReady()) throw new Error('Session can only be received when app is ready');
      if (['http', 'https', 'file', 'ws', 'wss'].includes(scheme)) throw new NotHere(`protocol.handle('${scheme}')`);
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      this.#urls.register(scheme);
      this.#handlers.set(scheme, handler);
    },
    unhandle: (scheme: string): void => {
      if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme: string): boolean => this.#handlers.has(scheme),
  });
}
