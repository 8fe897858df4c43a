import * as z from 'zod';
import type { Claims } from '../gateway/tokens.ts';
import type { ClientMessage, Ref } from './frames.ts';
import { readToken, type House } from './house.ts';
import type { Member, Outgoing, Topic } from './hub.ts';
import { ownToken, type JoinRequest } from './join.ts';
import type { Answer, Asker, Rights } from './policies.ts';
import { Window } from './rates.ts';
import { recordRefusedTopic } from './refused-topics.ts';

/** What a channel needs of its connection. */
export interface Line {
  readonly headers: Readonly<Record<string, string>>;
  /** To this channel's client, under the channel's topic. */
  push(channel: Channel, message: { readonly ref: Ref; readonly event: string; readonly payload: unknown }): void;
  forward(channel: Channel, frame: Outgoing): void;
  remove(channel: Channel): void;
}

export interface Joined {
  readonly topic: Topic;
  readonly joinRef: Ref;
  readonly request: JoinRequest;
  readonly token: string;
  readonly claims: Claims;
  /** Nothing on public topics, which ask no policies. */
  readonly readable: Rights | undefined;
}

const PRESENCE_WINDOW_MS = 30_000;
const PresenceCall = z.looseObject({ event: z.string() });
const AccessToken = z.looseObject({ access_token: z.string().nullish() });

/** One client's place in one topic. Its connection hands it one message at a time. */
export class Channel implements Member {
  readonly topic: Topic;
  readonly joinRef: Ref;
  readonly #house: House;
  readonly #line: Line;
  readonly #request: JoinRequest;
  readonly #presenceKey: string;
  readonly #presenceCalls: Window;
  #token: string;
  #claims: Claims;
  #readable: Rights | undefined;
  // Asked for with the first broadcast or track, and kept until the next token.
  #writable: Rights | undefined;
  #isOpen = true;

  constructor(house: House, line: Line, joined: Joined) {
    const { settings, surroundings } = house;
    this.topic = joined.topic;
    this.joinRef = joined.joinRef;
    this.#house = house;
    this.#line = line;
    this.#request = joined.request;
    this.#token = joined.token;
    this.#claims = joined.claims;
    this.#readable = joined.readable;
    this.#presenceKey = joined.request.presence.key ?? surroundings.newId();
    this.#presenceCalls = new Window({
      maxCalls: settings.presenceCallsPer30Seconds,
      windowMs: PRESENCE_WINDOW_MS,
      now: () => surroundings.now(),
    });
  }

  get receives(): Member['receives'] {
    if (!this.topic.isPrivate) return { broadcasts: true, presence: true };
    return { broadcasts: this.#readable?.broadcast === true, presence: this.#readable?.presence === true };
  }

  /** Right after the reply to the join. */
  begin(): void {
    this.#house.hub.enter(this);
    if (this.#request.wantsReadiness) {
      // Broadcasts from the database are listened for from the start; a gap is as silent as on the real server.
      this.#system('ok', 'Replication connection established');
    }
    if (!this.#request.presence.isEnabled || !this.receives.presence) return;
    if (!this.#countPresence()) return;
    this.#push(null, 'presence_state', this.#house.hub.presenceOf(this.topic));
  }

  async handle(message: ClientMessage): Promise<void> {
    if (!this.#isOpen) return;
    if (message.kind === 'broadcast') return this.#broadcast(message.ref, message);
    switch (message.event) {
      case 'broadcast':
        return this.#broadcast(message.ref, message);
      case 'presence':
        return this.#presence(message.ref, message.payload);
      case 'access_token':
        return this.#accessToken(message.payload);
      case 'phx_leave':
        this.#reply(message.ref, 'ok', {});
        return this.close();
      default:
        // Counted and passed over, as the real server does.
        this.#house.messages.add();
    }
  }

  deliver(frame: Outgoing, kind: 'broadcast' | 'presence'): void {
    this.#line.forward(this, frame);
    if (kind === 'presence') {
      this.#house.presence.add();
      return;
    }
    this.#house.messages.add();
    if (this.#house.messages.isReached()) this.shutDown('Too many messages per second');
  }

  /** Called from time to time. */
  watch(nowSeconds: number): void {
    if (nowSeconds < this.#claims.exp) return;
    this.shutDown(`Token has expired ${nowSeconds - this.#claims.exp} seconds ago`);
  }

  shutDown(message: string): void {
    if (!this.#isOpen) return;
    this.#system('error', message);
    this.close();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#house.hub.leave(this);
    this.#push(this.joinRef, 'phx_close', {});
    this.#line.remove(this);
  }

  /** The connection is gone: nobody is left to tell. */
  abandon(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#house.hub.leave(this);
  }

  async #broadcast(ref: Ref, message: ClientMessage): Promise<void> {
    // Who may not write gets no answer: neither delivered nor acknowledged.
    if (!(await this.#mayBroadcast()) || !this.#isOpen) return;
    this.#house.messages.add();
    if (sizeOf(message) > this.#house.settings.broadcastBytes) {
      if (this.#request.wantsAck) this.#reply(ref, 'error', 'payload_size_exceeded');
      return;
    }
    const except = this.#request.wantsOwn ? undefined : this;
    if (message.kind === 'broadcast') {
      const { event, body } = message;
      this.#house.hub.broadcast(this.topic, { kind: 'body', event, body }, except);
    } else {
      const payload = z.record(z.string(), z.unknown()).safeParse(message.payload);
      if (payload.success) this.#house.hub.broadcast(this.topic, { kind: 'text', payload: payload.data }, except);
    }
    if (this.#request.wantsAck && this.#isOpen) this.#reply(ref, 'ok', {});
  }

  async #presence(ref: Ref, payload: unknown): Promise<void> {
    const call = PresenceCall.safeParse(payload);
    if (!call.success) return this.#reply(ref, 'ok', {});
    if (!this.#presenceCalls.take()) return this.shutDown('Client presence rate limit exceeded');
    switch (call.data.event.toLowerCase()) {
      case 'track':
        return this.#track(ref, call.data['payload'] ?? {});
      case 'untrack':
        this.#house.hub.untrack(this);
        return this.#reply(ref, 'ok', {});
      default:
        return this.#reply(ref, 'error', {});
    }
  }

  async #track(ref: Ref, said: unknown): Promise<void> {
    if (this.topic.isPrivate) {
      if (this.#readable?.presence === undefined) await this.#readPresence();
      if ((await this.#write())?.presence !== true) return this.#reply(ref, 'error', {});
      if (!this.#isOpen) return;
    }
    const payload = z.record(z.string(), z.unknown()).safeParse(said);
    if (!payload.success) return this.#reply(ref, 'error', { reason: 'Presence track payload must be a map' });
    if (!this.#house.hub.isTracked(this, payload.data)) {
      if (Buffer.byteLength(JSON.stringify(payload.data)) > this.#house.settings.broadcastBytes) {
        return this.shutDown('Track message size exceeded');
      }
      if (!this.#countPresence()) return;
      this.#house.hub.track(this, this.#presenceKey, payload.data);
    }
    this.#reply(ref, 'ok', {});
  }

  async #accessToken(payload: unknown): Promise<void> {
    const message = AccessToken.safeParse(payload);
    const token = message.success ? ownToken(message.data.access_token ?? undefined) : undefined;
    if (token === undefined || token === this.#token) return;
    const checked = await readToken(token, this.#house);
    if (!checked.ok) return this.shutDown(checked.message);
    const before = this.#readable;
    this.#token = token;
    this.#claims = checked.claims;
    this.#writable = undefined;
    if (!this.topic.isPrivate) return;
    const answer = await this.#house.policies.read(this.#asker(), { withPresence: before?.presence !== undefined });
    if (!this.#isOpen) return;
    if (!answer.ok && answer.fault === 'canceled') return this.shutDown('Query was cancelled, please try again');
    if (!answer.ok && answer.fault !== 'policy') {
      return this.shutDown('Realtime was unable to connect to the project database');
    }
    if (!answer.ok || !isEnough(answer.rights)) {
      return this.shutDown(`You do not have permissions to read from this Channel topic: ${this.topic.name}`);
    }
    if (hasLost(before, answer.rights)) {
      return this.shutDown(`You no longer have permission to read from this Channel topic: ${this.topic.name}`);
    }
    this.#readable = answer.rights;
  }

  async #mayBroadcast(): Promise<boolean> {
    if (!this.topic.isPrivate) return true;
    const isFirst = this.#writable === undefined;
    const rights = await this.#write();
    if (isFirst && rights?.broadcast === false) {
      await recordRefusedTopic(this.#house, { name: this.topic.name, claims: this.#claims, verb: 'write' });
    }
    return rights?.broadcast === true;
  }

  async #write(): Promise<Rights | undefined> {
    this.#writable ??= granted(await this.#house.policies.write(this.#asker()));
    return this.#writable;
  }

  async #readPresence(): Promise<void> {
    this.#readable = granted(await this.#house.policies.read(this.#asker(), { withPresence: true })) ?? this.#readable;
  }

  #asker(): Asker {
    return { topic: this.topic.name, claims: this.#claims, headers: this.#line.headers };
  }

  #countPresence(): boolean {
    if (this.#house.presence.average() > this.#house.settings.presenceMessagesPerSecond) {
      this.shutDown('Too many presence messages per second');
      return false;
    }
    this.#house.presence.add();
    return true;
  }

  #system(status: 'ok' | 'error', message: string): void {
    this.#push(null, 'system', { extension: 'system', status, message, channel: this.topic.name });
  }

  #reply(ref: Ref, status: 'ok' | 'error', response: unknown): void {
    this.#push(ref, 'phx_reply', { status, response });
  }

  #push(ref: Ref, event: string, payload: unknown): void {
    this.#line.push(this, { ref, event, payload });
  }
}

/** A private topic may be joined by whoever may read anything of it. */
export function isEnough(rights: Rights): boolean {
  return rights.broadcast || rights.presence === true;
}

function hasLost(before: Rights | undefined, now: Rights): boolean {
  return (before?.broadcast === true && !now.broadcast) || (before?.presence === true && now.presence !== true);
}

/** A refusal is kept until the next token; a database that did not answer is asked again. */
function granted(answer: Answer): Rights | undefined {
  return answer.ok ? answer.rights : undefined;
}

function sizeOf(message: ClientMessage): number {
  if (message.kind === 'broadcast') return message.body.payload.length;
  return Buffer.byteLength(JSON.stringify(message.payload) ?? '');
}
