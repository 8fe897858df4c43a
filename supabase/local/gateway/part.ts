import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Keys } from '../keys.ts';
import type { GatewaySettings } from './settings.ts';

/** Time, ids and chance, handed in so that a test can repeat what it saw. */
export interface Surroundings {
  now(): Date;
  /** A version 4 UUID, lower case. */
  newId(): string;
  randomBytes(length: number): Buffer;
}

export interface GatewayRequest {
  readonly method: string;
  /** Below the part's prefix, with its leading slash: `/token` for `/auth/v1/token`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The caller's address, for rate limits. */
  readonly address: string;
  /** Aborted when the caller goes away before the reply. */
  readonly signal: AbortSignal;
}

export interface GatewayReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

/** One service behind the gateway: auth, rest or realtime. */
export interface Part extends AsyncDisposable {
  /** The `authorization` header is always a bearer token here: without a user's own it is the API key's. */
  handle(request: GatewayRequest): Promise<GatewayReply>;
  /** Pages for people, below `/mailbox`: they need no key. */
  page?(request: GatewayRequest): Promise<GatewayReply>;
  /** Takes over a connection that asks to become a WebSocket; refusing it is the part's business too. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export type OpenPart = (context: GatewayContext) => Promise<Part>;

/** One frame of a WebSocket; topic and event as the part has read them, for rules that match by them. */
export interface Frame {
  readonly topic: string;
  readonly event: string;
  readonly data: string | Buffer;
}

/** Lets frames through, or does what a rule says instead. Without a rule `pass` is called before these return. */
export interface FaultyLane extends Disposable {
  incoming(frame: Frame, pass: (frame: Frame) => void): void;
  outgoing(frame: Frame, pass: (frame: Frame) => void): void;
}

export interface SocketFaults {
  /** One lane per socket; `close` is called by a rule that closes sockets. */
  openLane(close: (code: number, reason: string) => void): FaultyLane;
}

/** An attempt on rights that no function of the database could record itself. */
export interface Attempt {
  readonly kind: 'bad-token' | 'table-refused';
  /** Where: a path or a topic, without query and tokens. */
  readonly thing: string;
  /** Who, when a good token says so. */
  readonly actor: string | undefined;
  /** Ids, codes and numbers only. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface GatewayContext {
  readonly databaseUrls: {
    /** As `supabase_admin`, the superuser. */
    readonly admin: string;
    /** As `supabase_auth_admin`. */
    readonly auth: string;
    /** As `authenticator`, which becomes the caller's role. */
    readonly authenticator: string;
  };
  /** Without a slash at its end: `http://127.0.0.1:54321`. */
  readonly apiUrl: string;
  readonly keys: Keys;
  readonly settings: GatewaySettings;
  readonly surroundings: Surroundings;
  readonly socketFaults: SocketFaults;
  /** Writes a row of security_events. For HTTP the gateway itself does so; a part does for what it refuses on a socket. */
  recordAttempt(attempt: Attempt): Promise<void>;
}

/** What the local stack leaves out, said in Supabase's own shape. `what` completes the sentence: "replays of broadcasts". */
export function notDone(what: string): GatewayReply {
  return jsonReply(501, { code: '501', message: `The local stack does not do ${what}.` });
}

export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): GatewayReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
