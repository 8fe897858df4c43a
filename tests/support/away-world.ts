import * as Y from 'yjs';
import { PersonId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { RECEIVED } from '../../app/script/origins.ts';
import { applyUntouched } from '../../app/script/read-updates.ts';
import type { Random } from './random.ts';

/** Names are made up. */
export const ANA = { personId: PersonId.parse('a0000000-0000-4000-8000-00000000000a'), name: 'Ana Ferreira' } as const;
export const TOMAS = {
  personId: PersonId.parse('b0000000-0000-4000-8000-00000000000b'),
  name: 'Tomas Brandt',
} as const;

interface Written {
  readonly update: Uint8Array;
  readonly personId: PersonId | null;
}

/** One person's device: what it wrote and did not send yet, and how much of the server's log it has. */
export class Writer implements Disposable {
  readonly personId: PersonId | null;
  readonly model: ScriptModel;
  /** Its own log behind the common beginning, in order. */
  readonly log: (Written & { readonly savedAt: number })[] = [];
  readonly #server: Written[];
  readonly #clock: () => number;
  #outbox: Uint8Array[] = [];
  #cursor = 0;

  constructor(
    personId: PersonId | null,
    parts: {
      readonly base: Uint8Array;
      readonly server: Written[];
      readonly random: Random;
      readonly now: () => number;
    },
  ) {
    const { base, server, random, now } = parts;
    this.personId = personId;
    this.#server = server;
    this.#clock = now;
    const doc = new Y.Doc();
    doc.clientID = 1 + random.below(0xffff_fffe);
    Y.applyUpdate(doc, base);
    this.model = new ScriptModel(doc, {
      author: personId ?? 'me',
      newId: () => random.uuid(),
      now: () => new Date(now()),
    });
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === RECEIVED) return;
      this.#outbox.push(update);
      this.log.push({ update, personId, savedAt: now() });
    });
  }

  get doc(): Y.Doc {
    return this.model.doc;
  }

  /** Sends and receives everything. */
  sync(): void {
    const mine = this.#outbox.splice(0);
    const fresh = this.#server.slice(this.#cursor);
    const merged = mine.length > 1 ? [Y.mergeUpdates(mine)] : mine;
    this.#server.push(...merged.map((update) => ({ update, personId: this.personId })));
    this.#cursor = this.#server.length;
    for (const { update, personId } of fresh) {
      applyUntouched(this.doc, () => Y.applyUpdate(this.doc, update), RECEIVED);
      this.log.push({ update, personId, savedAt: this.#clock() });
    }
  }

  [Symbol.dispose](): void {
    this.model[Symbol.dispose]();
    this.doc.destroy();
  }
}

/** Several people's devices over one script, a server between them, and the log of the first person's device. */
export class AwayWorld implements Disposable {
  readonly me: Writer;
  readonly others: readonly Writer[];
  readonly base: Uint8Array;
  readonly #readAt: number;
  #at: number;

  constructor(base: Uint8Array, random: Random, { readAt = 0 }: { readonly readAt?: number } = {}) {
    const server: Written[] = [];
    const parts = { base, server, random, now: () => (this.#at += 1_000) };
    this.base = base;
    this.#readAt = readAt;
    this.#at = readAt;
    this.me = new Writer(null, parts);
    this.others = [ANA, TOMAS].map(({ personId }) => new Writer(personId, parts));
  }

  /** The calendar's time from now on; every edit takes a second. */
  set at(time: number) {
    this.#at = time;
  }

  /** What main would answer `briefing.log`. */
  awayLog(): AwayLog {
    return {
      read: 1,
      head: 1 + this.me.log.length,
      readAt: this.#readAt,
      state: this.base,
      updates: this.me.log.map((written) => ({ ...written, isMine: written.personId === null })),
      people: [ANA, TOMAS],
    };
  }

  [Symbol.dispose](): void {
    for (const writer of [this.me, ...this.others]) writer[Symbol.dispose]();
  }
}
