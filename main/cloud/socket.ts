import * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Surroundings } from '../surroundings.ts';
import type { Dialer } from './dial.ts';

/** Every frame of the server's is smaller; a ring has at most 64 KB, and a room of 200 people fits. */
const MAX_FRAME_BYTES = 1024 * 1024;
/** A dead peer does not answer a goodbye. */
const GOODBYE_WITHIN_MS = 250;

export interface SocketEvents {
  readonly opened: () => void;
  /** Once, however it ended; also when it never opened. `status` is that of an HTTP answer in place of a socket. */
  readonly closed: (why: { readonly code: number; readonly status: number | null }) => void;
}

/**
 * A class of WebSockets for realtime-js that go the dialer's way. The package `ws` rather than Node's own: an attempt can
 * be given a deadline and a dead socket be ended without the other side, and connections can be handed in.
 */
export function socketsBy(
  dialer: Dialer,
  { wake, handshakeMs }: Pick<Surroundings, 'wake'> & { readonly handshakeMs: number },
  events: SocketEvents,
): new (address: string | URL, protocols?: string | string[]) => WebSocket {
  return class extends WebSocket {
    #status: number | null = null;

    constructor(address: string | URL, protocols?: string | string[]) {
      const { protocol } = new URL(address);
      super(address, protocols, {
        agent: new DialingAgent(dialer, protocol === 'wss:'),
        perMessageDeflate: false,
        maxPayload: MAX_FRAME_BYTES,
        followRedirects: false,
      });
      const late = wake(handshakeMs, () => this.terminate());
      this.once('open', () => {
        late[Symbol.dispose]();
        // realtime-js learns of it by the property `onopen`, after this listener.
        queueMicrotask(events.opened);
      });
      this.once('unexpected-response', (_, response) => {
        this.#status = response.statusCode ?? null;
        response.destroy();
        this.terminate();
      });
      // Told again as `close`; without a listener an error would end the program.
      this.on('error', () => undefined);
      this.once('close', (code) => {
        late[Symbol.dispose]();
        events.closed({ code, status: this.#status });
      });
    }

    override close(code?: number, reason?: string | Buffer): void {
      if (this.readyState === WebSocket.CONNECTING) return this.terminate();
      super.close(code, reason);
      const late = wake(GOODBYE_WITHIN_MS, () => this.terminate());
      this.once('close', () => late[Symbol.dispose]());
    }
  };
}

/** Gets its connections from the dialer; each serves one WebSocket. */
class DialingAgent extends http.Agent {
  readonly #dialer: Dialer;
  readonly #isSecure: boolean;
  /** Node compares it with the request's. */
  readonly protocol: string;

  constructor(dialer: Dialer, isSecure: boolean) {
    super();
    this.#dialer = dialer;
    this.#isSecure = isSecure;
    this.protocol = isSecure ? 'https:' : 'http:';
  }

  override createConnection(
    options: http.ClientRequestArgs,
    done: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const to = {
      hostname: options.host ?? '',
      port: Number(options.port ?? (this.#isSecure ? 443 : 80)),
      isSecure: this.#isSecure,
    };
    const failed = done as (error: Error) => void;
    this.#dialer.dial(to).then(
      (socket) => done(null, socket),
      (error: unknown) => failed(error instanceof Error ? error : new Error('No connection.', { cause: error })),
    );
    return undefined;
  }
}
