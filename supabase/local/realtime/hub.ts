import { encodeBroadcast, encodeMessage, type Body } from './frames.ts';
import { wireTopic } from './join.ts';
import { Presence, type PresenceDiff, type PresenceState } from './presence.ts';

/** Public and private topics of one name are different topics. */
export interface Topic {
  readonly name: string;
  readonly isPrivate: boolean;
}

export type Broadcast =
  | { readonly kind: 'body'; readonly event: string; readonly body: Body; readonly id?: string }
  /** The older form, sent as a text frame: it goes out as it came. */
  | { readonly kind: 'text'; readonly payload: Readonly<Record<string, unknown>> };

/** What goes to a socket; the event is the broadcast's own, for rules of faults that match by it. */
export interface Outgoing {
  readonly event: string;
  readonly data: string | Buffer;
}

/** A channel, as the others in its topic see it. */
export interface Member {
  readonly topic: Topic;
  readonly receives: { readonly broadcasts: boolean; readonly presence: boolean };
  deliver(frame: Outgoing, kind: 'broadcast' | 'presence'): void;
}

interface Room {
  readonly members: Set<Member>;
  readonly presence: Presence<Member>;
}

/** Who is in which topic, and the way from one to all. */
export class Hub {
  readonly #rooms = new Map<string, Room>();
  #presenceRefs = 0;

  enter(member: Member): void {
    this.#open(member.topic).members.add(member);
  }

  leave(member: Member): void {
    const room = this.#rooms.get(keyOf(member.topic));
    if (!room?.members.delete(member)) return;
    this.untrack(member);
    if (room.members.size === 0) this.#rooms.delete(keyOf(member.topic));
  }

  /** Returns when everybody's frame is on its way. A name too long for a frame reaches nobody. */
  broadcast(topic: Topic, broadcast: Broadcast, except?: Member): void {
    const frame = encode(topic.name, broadcast);
    if (frame === undefined) return;
    // A member whose limit is reached leaves while it is told, which a Set allows.
    for (const member of this.#rooms.get(keyOf(topic))?.members ?? []) {
      if (member !== except && member.receives.broadcasts) member.deliver(frame, 'broadcast');
    }
  }

  presenceOf(topic: Topic): PresenceState {
    return this.#rooms.get(keyOf(topic))?.presence.state() ?? {};
  }

  isTracked(member: Member, payload: Readonly<Record<string, unknown>>): boolean {
    return this.#rooms.get(keyOf(member.topic))?.presence.says(member, payload) ?? false;
  }

  track(member: Member, key: string, payload: Readonly<Record<string, unknown>>): void {
    this.#tell(member.topic, this.#open(member.topic).presence.track(member, key, payload));
  }

  untrack(member: Member): void {
    const diff = this.#rooms.get(keyOf(member.topic))?.presence.untrack(member);
    if (diff !== undefined) this.#tell(member.topic, diff);
  }

  #tell(topic: Topic, diff: PresenceDiff): void {
    const event = 'presence_diff';
    const data = encodeMessage({ joinRef: null, ref: null, topic: wireTopic(topic.name), event, payload: diff });
    for (const member of this.#rooms.get(keyOf(topic))?.members ?? []) {
      if (member.receives.presence) member.deliver({ event, data }, 'presence');
    }
  }

  #open(topic: Topic): Room {
    const room = this.#rooms.get(keyOf(topic)) ?? {
      members: new Set(),
      presence: new Presence<Member>(() => `F${(this.#presenceRefs += 1).toString(36)}`),
    };
    this.#rooms.set(keyOf(topic), room);
    return room;
  }
}

function keyOf({ name, isPrivate }: Topic): string {
  return `${isPrivate ? 'private' : 'public'}:${name}`;
}

function encode(name: string, broadcast: Broadcast): Outgoing | undefined {
  const topic = wireTopic(name);
  if (broadcast.kind === 'text') {
    const { payload } = broadcast;
    const data = encodeMessage({ joinRef: null, ref: null, topic, event: 'broadcast', payload });
    return { event: typeof payload['event'] === 'string' ? payload['event'] : 'broadcast', data };
  }
  const meta = broadcast.id === undefined ? undefined : { id: broadcast.id };
  const data = encodeBroadcast(topic, broadcast.event, broadcast.body, meta);
  return data === undefined ? undefined : { event: broadcast.event, data };
}
