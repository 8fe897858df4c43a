import type { Claims } from '../gateway/tokens.ts';
import { readToken, type House } from './house.ts';
import type { Member, Topic } from './hub.ts';
import type { Answer, Asker, Rights } from './policies.ts';
import { recordRefusedTopic } from './refused-topics.ts';

export interface Admitted {
  readonly topic: Topic;
  readonly token: string;
  readonly claims: Claims;
  /** Nothing on public topics, which ask no policies. */
  readonly readable: Rights | undefined;
}

/** Whose channel it is and what they may do in its topic, as the policies said when they were last asked. */
export class Standing {
  readonly #house: House;
  readonly #topic: Topic;
  readonly #headers: Readonly<Record<string, string>>;
  #token: string;
  #claims: Claims;
  #readable: Rights | undefined;
  // Asked for with the first broadcast or track, and kept until the next token.
  #writable: Rights | undefined;

  constructor(house: House, headers: Readonly<Record<string, string>>, admitted: Admitted) {
    this.#house = house;
    this.#headers = headers;
    this.#topic = admitted.topic;
    this.#token = admitted.token;
    this.#claims = admitted.claims;
    this.#readable = admitted.readable;
  }

  /** Seconds since 1970. */
  get expiresAt(): number {
    return this.#claims.exp;
  }

  get receives(): Member['receives'] {
    if (!this.#topic.isPrivate) return { broadcasts: true, presence: true };
    return { broadcasts: this.#readable?.broadcast === true, presence: this.#readable?.presence === true };
  }

  async mayBroadcast(): Promise<boolean> {
    if (!this.#topic.isPrivate) return true;
    const isFirst = this.#writable === undefined;
    const rights = await this.#write();
    if (isFirst && rights?.broadcast === false) {
      await recordRefusedTopic(this.#house, { name: this.#topic.name, claims: this.#claims, verb: 'write' });
    }
    return rights?.broadcast === true;
  }

  async mayTrack(): Promise<boolean> {
    if (!this.#topic.isPrivate) return true;
    // A channel that joined without presence was not asked for it yet.
    if (this.#readable?.presence === undefined) {
      const answer = await this.#house.policies.read(this.#asker(), { withPresence: true });
      this.#readable = granted(answer) ?? this.#readable;
    }
    return (await this.#write())?.presence === true;
  }

  /** Judges a new token; gives the reason why the channel ends, if it does. */
  async renew(token: string): Promise<string | undefined> {
    if (token === this.#token) return undefined;
    const checked = await readToken(token, this.#house);
    if (!checked.ok) return checked.message;
    this.#token = token;
    this.#claims = checked.claims;
    this.#writable = undefined;
    if (!this.#topic.isPrivate) return undefined;
    const before = this.#readable;
    const answer = await this.#house.policies.read(this.#asker(), { withPresence: before?.presence !== undefined });
    if (!answer.ok && answer.fault === 'canceled') return 'Query was cancelled, please try again';
    if (!answer.ok && answer.fault !== 'policy') return 'Realtime was unable to connect to the project database';
    const { name } = this.#topic;
    if (!answer.ok || !isEnough(answer.rights)) {
      return `You do not have permissions to read from this Channel topic: ${name}`;
    }
    if (hasLost(before, answer.rights)) return `You no longer have permission to read from this Channel topic: ${name}`;
    this.#readable = answer.rights;
    return undefined;
  }

  async #write(): Promise<Rights | undefined> {
    this.#writable ??= granted(await this.#house.policies.write(this.#asker()));
    return this.#writable;
  }

  #asker(): Asker {
    return { topic: this.#topic.name, claims: this.#claims, headers: this.#headers };
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
