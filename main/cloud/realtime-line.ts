import { RealtimeClient, type RealtimeChannel, type RealtimeClientOptions } from '@supabase/supabase-js';
import type { Surroundings } from '../surroundings.ts';
import type { ServerAddress } from './client.ts';
import type { Dialer } from './dial.ts';
import { readFrame } from './realtime-frames.ts';
import type { Session } from './session.ts';
import { socketsBy } from './socket.ts';

export interface Patience {
  /** A silent socket is given up after two of these. */
  readonly heartbeatMs: number;
  /** From the first byte to the server's yes. Hosted Realtime keeps a refused connection waiting for 2 s. */
  readonly handshakeMs: number;
  /** Hosted Realtime keeps a refused join waiting for 5 s. */
  readonly joinMs: number;
}

/** With the longest delay between attempts each stays within ten seconds, counted from when the other side answers again. */
export const usualPatience: Patience = { heartbeatMs: 3_250, handshakeMs: 4_000, joinMs: 6_500 };
/** realtime-js is not to do by itself what channels.ts does: the longest that a timer takes. */
const NEVER_MS = 2 ** 31 - 1;
const AFTERMATH_MS = 5_000;

type Transport = NonNullable<RealtimeClientOptions['transport']>;

export interface LineOptions {
  readonly server: ServerAddress;
  readonly dialer: Dialer;
  readonly session: Session;
  readonly surroundings: Pick<Surroundings, 'wake'>;
  readonly patience?: Patience;
}

export interface LineEvents {
  readonly opened: () => void;
  /** Once. Nothing comes from this line any more. */
  readonly over: () => void;
}

/**
 * One connection to Realtime, from its first byte to its end. It is never mended: what has failed is thrown away with
 * all that realtime-js knows of it, its timers, its old token and its channels, and another is opened.
 */
export class RealtimeLine {
  readonly #realtime: RealtimeClient;
  readonly #wake: Surroundings['wake'];
  #token: string | null = null;
  #isOver = false;

  constructor({ server, dialer, session, surroundings, patience = usualPatience }: LineOptions, events: LineEvents) {
    this.#wake = surroundings.wake;
    const url = new URL(`${server.url}/realtime/v1`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const over = (): void => {
      if (this.#isOver) return;
      this.end();
      events.over();
    };
    const sockets = socketsBy(dialer, { ...surroundings, ...patience }, { opened: events.opened, closed: over });
    this.#realtime = new RealtimeClient(url.href, {
      params: { apikey: server.publishableKey },
      // It has what a browser's has; only its events' types are its own.
      transport: sockets as unknown as Transport,
      decode: (frame, use) => {
        const heard = readFrame(frame);
        if (heard !== undefined) use(heard);
      },
      timeout: patience.joinMs,
      heartbeatIntervalMs: patience.heartbeatMs,
      reconnectAfterMs: () => NEVER_MS,
      disconnectOnEmptyChannelsAfterMs: NEVER_MS,
      accessToken: async () => (this.#token = await session.accessToken()),
    });
  }

  get isOpen(): boolean {
    return this.#realtime.isConnected();
  }

  /** The token that the server was told last. */
  get token(): string | null {
    return this.#token;
  }

  /** Begins to connect, with the token that joins will carry. False: nobody is signed in, so nobody need be asked. */
  async connect(): Promise<boolean> {
    await this.#realtime.setAuth();
    if (this.#token === null) return false;
    if (!this.#isOver) this.#realtime.connect();
    return true;
  }

  /** There is a new token: the server ends channels whose own has run out. */
  async tellToken(): Promise<void> {
    await this.#realtime.setAuth();
  }

  channel(topic: string, presenceKey: string | null): RealtimeChannel {
    return this.#realtime.channel(topic, {
      config: {
        private: true,
        broadcast: { self: false, ack: false },
        presence: { key: presenceKey ?? '', enabled: presenceKey !== null },
      },
    });
  }

  async remove(channel: RealtimeChannel): Promise<void> {
    await this.#realtime.removeChannel(channel);
  }

  /** Ends it without waiting for the other side, and without a word to whoever listens. */
  end(): void {
    this.#isOver = true;
    void this.#realtime.disconnect();
    // After a silent heartbeat realtime-js plans to reconnect only once its old socket is gone, up to 1.5 s from now:
    // what it plans then is called off as well, or this line would stay in memory and come back.
    this.#wake(AFTERMATH_MS, () => void this.#realtime.disconnect());
  }
}
