import * as z from 'zod';
import type { ClientMessage, Ref } from './frames.ts';
import type { House } from './house.ts';
import type { Member, Outgoing, Topic } from './hub.ts';
import { ownToken, type JoinRequest } from './join.ts';
import { Window } from './rates.ts';
import { Standing, type Admitted } from './standing.ts';

/** What a channel needs of its connection. */
export interface Line {
  readonly headers: Readonly<Record<string, string>>;
  /** To this channel's client, under the channel's topic. */
  push(channel: Channel, message: { readonly ref: Ref; readonly event: string; readonly payload: unknown }): void;
  forward(channel: Channel, frame: Outgoing): void;
  remove(channel: Channel): void;
}

export interface Joined extends Admitted {
  readonly joinRef: Ref;
  readonly request: JoinRequest;
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
  readonly #standing: Standing;
  #isOpen = true;
  #awaitsReadiness: boolean;

  constructor(house: House, line: Line, joined: Joined) {
    const { settings, surroundings } = house;
    this.topic = joined.topic;
    this.joinRef = joined.joinRef;
    this.#house = house;
    this.#line = line;
    this.#request = joined.request;
    this.#standing = new Standing(house, line.headers, joined);
    this.#awaitsReadiness = joined.request.wantsReadiness;
    this.#presenceKey = joined.request.presence.key ?? surroundings.newId();
    this.#presenceCalls = new Window({
      maxCalls: settings.presenceCallsPer30Seconds,
      windowMs: PRESENCE_WINDOW_MS,
      now: () => surroundings.now(),
    });
  }

  get receives(): Member['receives'] {
    return this.#standing.receives;
  }

  /** Right after the reply to the join. */
  begin(): void {
    this.#house.hub.enter(this);
    this.#tellReadiness();
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
    this.#tellReadiness();
    const secondsOver = nowSeconds - this.#standing.expiresAt;
    if (secondsOver >= 0) this.shutDown(`Token has expired ${secondsOver} seconds ago`);
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
    if (!(await this.#standing.mayBroadcast()) || !this.#isOpen) return;
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
    if (!(await this.#standing.mayTrack())) return this.#reply(ref, 'error', {});
    if (!this.#isOpen) return;
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
    const reason = token === undefined ? undefined : await this.#standing.renew(token);
    if (reason !== undefined) this.shutDown(reason);
  }

  /** Says once that broadcasts from the database arrive, as soon as they do. */
  #tellReadiness(): void {
    if (!this.#awaitsReadiness || !this.#house.isListening()) return;
    this.#awaitsReadiness = false;
    this.#system('ok', 'Replication connection established');
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

function sizeOf(message: ClientMessage): number {
  if (message.kind === 'broadcast') return message.body.payload.length;
  return Buffer.byteLength(JSON.stringify(message.payload) ?? '');
}
