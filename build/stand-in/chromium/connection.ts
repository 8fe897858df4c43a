import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { commands, events, Incoming } from './protocol.ts';
import type { Answer, CommandName, EventMap, EventName } from './protocol.ts';

/** Chromium has ended or closed the pipe; nothing more can be asked of it. */
export class ChromiumGone extends Error {
  override readonly name = 'ChromiumGone';

  constructor() {
    super('Chromium has gone away.');
  }
}

/** Chromium refused a command: a target that closed meanwhile, a request that was cancelled, a wrong parameter. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** Waits for a command to something that may have closed meanwhile: then there is no answer, and no fault either. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ChromiumGone || error instanceof CommandRefused) return undefined;
    throw error;
  }
}

interface Waiting {
  readonly method: CommandName;
  settle(result: unknown): void;
  fail(error: Error): void;
}

const isEvent = (method: string): method is EventName => Object.hasOwn(events, method);

/** A DevTools connection over two pipes: messages are JSON, each ended by a zero byte. No port is opened. */
export class Connection {
  readonly root: Session;
  readonly #output: Writable;
  readonly #sessions = new Map<string, Session>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #closed = Promise.withResolvers<void>();
  #partial: Buffer[] = [];
  #lastId = 0;
  #isClosed = false;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    this.root = new Session(this, undefined);
    output.on('error', () => this.#close());
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
    input.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the pipe has closed, whoever closed it. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  session(sessionId: string): Session {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return known;
    const session = new Session(this, sessionId);
    this.#sessions.set(sessionId, session);
    return session;
  }

  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  send<N extends CommandName>(method: N, params: object, sessionId: string | undefined): Promise<Answer<N>> {
    if (this.#isClosed) return Promise.reject(new ChromiumGone());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = (result: unknown): void => resolve(commands[method].parse(result) as Answer<N>);
      this.#waiting.set(id, { method, settle, fail: reject });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      const message = Buffer.concat([...this.#partial, bytes.subarray(start, end)]).toString('utf8');
      this.#partial = [];
      start = end + 1;
      this.#dispatch(Incoming.parse(JSON.parse(message)));
    }
    if (start < bytes.length) this.#partial.push(bytes.subarray(start));
  }

  #dispatch(message: Incoming): void {
    if ('method' in message) {
      const session = message.sessionId === undefined ? this.root : this.#sessions.get(message.sessionId);
      if (session !== undefined && isEvent(message.method)) session.announce(message.method, message.params ?? {});
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (waiting === undefined) return;
    if (message.error !== undefined) {
      waiting.fail(new CommandRefused(`${waiting.method}: ${message.error.message}`));
      return;
    }
    try {
      waiting.settle(message.result ?? {});
    } catch (error) {
      waiting.fail(new CommandRefused(`${waiting.method} answered something unexpected`, { cause: error }));
    }
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const waiting of this.#waiting.values()) waiting.fail(new ChromiumGone());
    this.#waiting.clear();
    this.#closed.resolve();
  }
}

/** One conversation on the connection: the browser as a whole, or one of its pages. */
export class Session {
  readonly #connection: Connection;
  readonly #id: string | undefined;
  readonly #emitter = new EventEmitter<EventMap>().setMaxListeners(0);

  constructor(connection: Connection, id: string | undefined) {
    this.#connection = connection;
    this.#id = id;
  }

  /** Rejects with CommandRefused, or with ChromiumGone when there is nobody left to answer. */
  send<N extends CommandName>(method: N, params: object = {}): Promise<Answer<N>> {
    return this.#connection.send(method, params, this.#id);
  }

  on<N extends EventName>(event: N, listener: (payload: EventMap[N][0]) => void): () => void {
    const emitter: EventEmitter = this.#emitter;
    emitter.on(event, listener);
    return () => emitter.off(event, listener);
  }

  once<N extends EventName>(event: N): Promise<EventMap[N][0]> {
    return new Promise((resolve) => {
      const stop = this.on(event, (payload) => {
        stop();
        resolve(payload);
      });
    });
  }

  announce(event: EventName, params: unknown): void {
    const emitter: EventEmitter = this.#emitter;
    if (emitter.listenerCount(event) > 0) emitter.emit(event, events[event].parse(params));
  }
}
