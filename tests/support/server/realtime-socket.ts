import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

/** A frame from the server, read as protocol version 2.0.0 has it. */
export interface Received {
  readonly topic: string;
  /** `broadcast` for all broadcasts; `name` is then the broadcast's own event. */
  readonly event: string;
  readonly ref: unknown;
  readonly payload: unknown;
  readonly name?: string;
  /** Of binary frames: the payload as it came. */
  readonly bytes?: Buffer;
  readonly meta?: unknown;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface JoinOptions {
  readonly isPrivate?: boolean;
  readonly ack?: boolean;
  readonly self?: boolean;
  readonly presence?: string;
  readonly token?: string;
  /** Further keys of `config`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const WAIT_MS = 15_000;

/** A client on the wire: it sends exactly what it is told and keeps everything that comes. */
export class RealtimeSocket implements Disposable {
  readonly #socket: WebSocket;
  readonly #received: Received[] = [];
  readonly #listeners = new Set<() => void>();
  readonly closed: Promise<Closed>;
  #isClosed = false;
  #taken = 0;
  #refs = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.#isClosed = true;
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    socket.on('message', (data, isBinary) => {
      if (!Buffer.isBuffer(data)) throw new TypeError('ws gives frames as Buffers unless told otherwise');
      this.#received.push(isBinary ? readBinary(data) : readText(data));
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  static async open(
    apiUrl: string,
    key: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RealtimeSocket> {
    const socket = new WebSocket(socketUrl(apiUrl, { apikey: key, vsn: '2.0.0' }), { headers });
    const client = new RealtimeSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Everything that came so far, also what was waited for. */
  get received(): readonly Received[] {
    return this.#received;
  }

  send(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** Reads nothing more, so that what the server sends piles up on its side. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Sends a text message on a topic and gives its ref. */
  push(name: string, event: string, payload: unknown): string {
    const ref = this.#nextRef();
    this.send(JSON.stringify([this.#joinRef(name), ref, `realtime:${name}`, event, payload]));
    return ref;
  }

  /** The same, and waits for the reply. */
  async ask(name: string, event: string, payload: unknown): Promise<{ status: unknown; response: unknown }> {
    return this.reply(this.push(name, event, payload));
  }

  async reply(ref: string): Promise<{ status: unknown; response: unknown }> {
    const { payload } = await this.find((message) => message.event === 'phx_reply' && message.ref === ref);
    if (typeof payload !== 'object' || payload === null) throw new TypeError('A reply without payload.');
    const fields = new Map(Object.entries(payload));
    return { status: fields.get('status'), response: fields.get('response') };
  }

  async join(name: string, options: JoinOptions = {}): Promise<{ status: unknown; response: unknown }> {
    const { isPrivate = true, ack = false, self = false, presence, token, config } = options;
    const joined = {
      broadcast: { ack, self },
      presence: presence === undefined ? { enabled: false, key: '' } : { enabled: true, key: presence },
      postgres_changes: [],
      private: isPrivate,
      ...config,
    };
    return this.ask(name, 'phx_join', { config: joined, ...(token !== undefined && { access_token: token }) });
  }

  /** A broadcast as realtime-js sends it: a binary frame of kind 3. Gives its ref. */
  broadcast(name: string, event: string, payload: Buffer | object): string {
    const { ref, frame } = this.#broadcastFrame(name, event, payload);
    this.send(frame);
    return ref;
  }

  /** The same, given back when the system has taken all of it: the server, and what lies between. */
  async broadcastWhenTaken(name: string, event: string, payload: Buffer | object): Promise<string> {
    const { ref, frame } = this.#broadcastFrame(name, event, payload);
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(frame, (error) => (error instanceof Error ? reject(error) : resolve()));
    });
    return ref;
  }

  /** The first message that fits, of all that came or will come. */
  async find(fits: (message: Received) => boolean): Promise<Received> {
    const deadline = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const found = this.#received.find(fits);
      if (found !== undefined) return found;
      if (this.#isClosed) throw new Error(`Closed while waiting; came so far: ${this.#seen()}`);
      await this.#change(deadline);
    }
  }

  /** The next broadcast that was not taken yet. */
  async nextBroadcast(): Promise<Received> {
    const message = await this.find((candidate) => {
      return candidate.event === 'broadcast' && this.#received.indexOf(candidate) >= this.#taken;
    });
    this.#taken = this.#received.indexOf(message) + 1;
    return message;
  }

  broadcasts(): readonly Received[] {
    return this.#received.filter((message) => message.event === 'broadcast');
  }

  /** Whatever was sent on this channel before is dealt with: a channel answers in order, and this needs no rights. */
  async settle(name: string): Promise<void> {
    await this.ask(name, 'presence', { type: 'presence', event: 'untrack' });
  }

  async heartbeat(): Promise<void> {
    const ref = randomUUID();
    this.send(JSON.stringify([null, ref, 'phoenix', 'heartbeat', {}]));
    await this.reply(ref);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #broadcastFrame(name: string, event: string, payload: Buffer | object): { ref: string; frame: Buffer } {
    const ref = this.#nextRef();
    const isBytes = Buffer.isBuffer(payload);
    const body = isBytes ? payload : Buffer.from(JSON.stringify(payload));
    const names = [this.#joinRef(name), ref, `realtime:${name}`, event, ''].map((text) => Buffer.from(text));
    const head = Buffer.from([3, ...names.map((part) => part.length), isBytes ? 0 : 1]);
    return { ref, frame: Buffer.concat([head, ...names, body]) };
  }

  #joinRef(name: string): string {
    return `join-${name}`.slice(0, 200);
  }

  #nextRef(): string {
    this.#refs += 1;
    return String(this.#refs);
  }

  #seen(): string {
    return JSON.stringify(this.#received.map(({ topic, event, payload }) => [topic, event, payload]));
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  #change(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.#listeners.delete(done);
        deadline.removeEventListener('abort', tooLate);
        resolve();
      };
      const tooLate = (): void => reject(new Error(`Nothing fits within ${WAIT_MS} ms; came so far: ${this.#seen()}`));
      this.#listeners.add(done);
      deadline.addEventListener('abort', tooLate);
    });
  }
}

export function socketUrl(apiUrl: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(`${apiUrl}/realtime/v1/websocket`);
  url.protocol = url.protocol.replace('http', 'ws');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The HTTP answer to a handshake that is refused. */
export function refusedHandshake(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('The handshake was accepted.'));
    });
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    socket.on('error', reject);
  });
}

function readText(data: Buffer): Received {
  const frame: unknown = JSON.parse(data.toString());
  if (!Array.isArray(frame)) throw new TypeError(`Not a frame of version 2.0.0: ${data.toString()}`);
  const [, ref, topic, event, payload]: unknown[] = frame;
  return { ref, topic: String(topic), event: String(event), payload };
}

function readBinary(data: Buffer): Received {
  const [kind, topicBytes = 0, eventBytes = 0, metaBytes = 0, encoding] = data;
  if (kind !== 4) throw new TypeError(`Not a broadcast: kind ${kind}`);
  const [topicAt, eventAt, metaAt] = [5, 5 + topicBytes, 5 + topicBytes + eventBytes];
  const bytes = data.subarray(metaAt + metaBytes);
  const meta = data.subarray(metaAt, metaAt + metaBytes).toString();
  return {
    ref: null,
    topic: data.subarray(topicAt, eventAt).toString(),
    event: 'broadcast',
    name: data.subarray(eventAt, metaAt).toString(),
    payload: encoding === 1 ? JSON.parse(bytes.toString()) : undefined,
    bytes,
    meta: meta === '' ? undefined : JSON.parse(meta),
  };
}
