import type { RawData, WebSocket } from 'ws';
import type { Frame, FaultyLane } from '../gateway/part.ts';
import { Channel, type Line } from './channel.ts';
import { decodeFrame, decodeUtf8, encodeMessage, type ClientMessage, type Ref } from './frames.ts';
import type { Guest, House } from './house.ts';
import type { Outgoing } from './hub.ts';
import { wireTopic } from './join.ts';
import { admit } from './admission.ts';

/** What is known of a connection from its handshake. */
export interface Handshake {
  /** Joins without a token of their own use this one. */
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** As long as the real server's own: a client sends a heartbeat every 25 s. */
const IDLE_MS = 60_000;
/** More than three of the largest broadcasts waiting for one reader: it will not catch up. */
const MAX_UNSENT_BYTES = 16_000_000;
/** Reading goes on when all of what waits has been dealt with. */
const MAX_WAITING_BYTES = 16_000_000;
const HEARTBEAT_TOPIC = 'phoenix';
const CLOSE_NORMAL = 1000;
const CLOSE_INTERNAL_ERROR = 1011;

/** One WebSocket: reads frames one after the other, hands them to their channels, and never waits for a slow reader. */
export class Connection implements Line, Guest {
  readonly headers: Readonly<Record<string, string>>;
  readonly #house: House;
  readonly #socket: WebSocket;
  readonly #token: string;
  readonly #lane: FaultyLane;
  readonly #channels = new Map<string, Channel>();
  readonly #waiting: (string | Buffer)[] = [];
  #waitingBytes = 0;
  #isWorking = false;
  #isGone = false;
  #heardAtMs: number;

  private constructor(house: House, socket: WebSocket, { token, headers }: Handshake) {
    this.#house = house;
    this.#socket = socket;
    this.#token = token;
    this.headers = headers;
    this.#heardAtMs = house.surroundings.now().getTime();
    this.#lane = house.socketFaults.openLane((code, reason) => socket.close(code, reason));
  }

  static open(house: House, socket: WebSocket, handshake: Handshake): Connection {
    const connection = new Connection(house, socket, handshake);
    socket.on('message', (data, isBinary) => connection.#hear(data, isBinary));
    // What is wrong with a frame (too large, not masked, …) closes the socket with its own code; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => connection.#abandon());
    house.connections.add(connection);
    return connection;
  }

  push(
    channel: Channel,
    { ref, event, payload }: { readonly ref: Ref; readonly event: string; readonly payload: unknown },
  ): void {
    this.#send({ joinRef: channel.joinRef, ref, topic: wireTopic(channel.topic.name), event, payload });
  }

  forward(channel: Channel, { event, data }: Outgoing): void {
    this.#write({ topic: wireTopic(channel.topic.name), event, data });
  }

  remove(channel: Channel): void {
    const topic = wireTopic(channel.topic.name);
    if (this.#channels.get(topic) === channel) this.#channels.delete(topic);
  }

  /** Called from time to time: ends what has expired, and what has been silent for too long. */
  watch(now: Date): void {
    const nowSeconds = Math.floor(now.getTime() / 1_000);
    for (const channel of this.#channels.values()) channel.watch(nowSeconds);
    if (now.getTime() - this.#heardAtMs >= IDLE_MS) this.close(CLOSE_NORMAL, 'idle');
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #hear(data: RawData, isBinary: boolean): void {
    this.#heardAtMs = this.#house.surroundings.now().getTime();
    const bytes = asBuffer(data);
    const frame = isBinary ? bytes : decodeUtf8(bytes);
    if (frame === undefined) return;
    const message = decodeFrame(frame);
    const known = { topic: message?.topic ?? '', event: message?.event ?? '' };
    this.#lane.incoming({ ...known, data: frame }, (passed) => this.#queue(passed.data));
  }

  #queue(data: string | Buffer): void {
    this.#waiting.push(data);
    this.#waitingBytes += data.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#socket.pause();
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let data = this.#waiting.shift(); data !== undefined && !this.#isGone; data = this.#waiting.shift()) {
        const message = decodeFrame(data);
        // What cannot be read is passed over in silence, as on the real server.
        if (message !== undefined) await this.#handle(message);
        this.#waitingBytes -= data.length;
        if (this.#waiting.length === 0 && this.#socket.isPaused) this.#socket.resume();
      }
    } catch (error) {
      console.error('Realtime failed at a frame:', error);
      this.close(CLOSE_INTERNAL_ERROR, 'internal error');
    } finally {
      this.#isWorking = false;
    }
  }

  async #handle(message: ClientMessage): Promise<void> {
    const channel = this.#channels.get(message.topic);
    if (message.topic === HEARTBEAT_TOPIC && message.event === 'heartbeat') return this.#reply(message, 'ok', {});
    if (message.kind === 'message' && message.event === 'phx_join') return this.#join(message);
    if (channel !== undefined) return channel.handle(message);
    if (message.kind === 'message' && message.event === 'phx_leave') return this.#reply(message, 'ok', {});
    this.#reply(message, 'error', { reason: 'unmatched topic' });
  }

  async #join(message: ClientMessage & { readonly kind: 'message' }): Promise<void> {
    // Joining once more replaces the channel there was.
    this.#channels.get(message.topic)?.close();
    const admitted = await admit(this.#house, {
      message,
      connection: this,
      channels: this.#channels.size,
      token: this.#token,
      headers: this.headers,
    });
    if (this.#isGone) return;
    if (!admitted.ok) {
      this.#reply(message, 'error', { reason: admitted.reason });
      if (admitted.endsConnection) this.close(CLOSE_NORMAL, 'disconnect');
      return;
    }
    const channel = new Channel(this.#house, this, admitted.joined);
    this.#channels.set(message.topic, channel);
    this.#house.users.add(this);
    this.#reply(message, 'ok', { postgres_changes: [] });
    channel.begin();
  }

  #reply({ joinRef, ref, topic }: ClientMessage, status: 'ok' | 'error', response: unknown): void {
    this.#send({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
  }

  #send(message: { joinRef: Ref; ref: Ref; topic: string; event: string; payload: unknown }): void {
    const { topic, event } = message;
    this.#write({ topic, event, data: encodeMessage(message) });
  }

  #write(frame: Frame): void {
    if (this.#isGone) return;
    this.#lane.outgoing(frame, ({ data }) => {
      this.#socket.send(data, { binary: typeof data !== 'string' });
      if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) this.#socket.terminate();
    });
  }

  #abandon(): void {
    this.#isGone = true;
    this.#waiting.length = 0;
    this.#lane[Symbol.dispose]();
    for (const channel of this.#channels.values()) channel.abandon();
    this.#channels.clear();
    this.#house.users.delete(this);
    this.#house.connections.delete(this);
  }
}

function asBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
