import pg from 'pg';
import * as z from 'zod';
import { fromBase64 } from '../../../app/server/base64.ts';
import { chainToHex, EMPTY_CHAIN, type Chain, type Cursor } from '../../../app/server/chain.ts';
import { decodeFrames, type Frame } from '../../../app/server/frames.ts';
import type { Pulled } from '../../../app/server/log-calls.ts';
import { decodeRing, RING_EVENT, type Ring } from '../../../app/server/ring.ts';
import type { TestDatabase } from '../../support/server/database.ts';
import { chainOf, type Update } from './updates.ts';
import type { Person } from './world.ts';

/** Pulls as somebody, directly or through the gateway. */
export type Pull = (args: Cursor & { readonly script_id: string; readonly max_bytes: number }) => Promise<Pulled>;

const Message = z.object({ event: z.string(), bytes: z.instanceof(Buffer).nullable() });

/** Somebody who follows a script's log, by pulling and by rings, and holds what they got against its chain. */
export class Reader {
  readonly #pull: Pull;
  readonly #scriptId: string;
  readonly #updates: Update[] = [];
  #chain: Chain = EMPTY_CHAIN;

  constructor(pull: Pull, scriptId: string) {
    this.#pull = pull;
    this.#scriptId = scriptId;
  }

  static as(person: Person, scriptId: string): Reader {
    return new Reader((args) => person.call('pull_updates', { ...args }), scriptId);
  }

  get updates(): readonly Update[] {
    return this.#updates;
  }

  get position(): number {
    return this.#updates.length;
  }

  get chain(): Chain {
    return this.#chain;
  }

  /** One page. Throws when it does not go on exactly where this reader stands. */
  async pull(maxBytes = 1_000_000): Promise<void> {
    const pulled = await this.#pull({
      script_id: this.#scriptId,
      position: this.position,
      chain: this.#chain,
      max_bytes: maxBytes,
    });
    if (pulled.kind !== 'updates') throw new Error(`Pulled ${pulled.kind} at ${this.position}.`);
    if (pulled.first !== this.position + 1) throw new Error(`Pulled ${pulled.first} behind ${this.position}.`);
    const frames = decodeFrames(fromBase64(pulled.frames), pulled.people.length);
    if (frames.length !== pulled.count) throw new Error(`${frames.length} frames came for ${pulled.count}.`);
    this.#apply(frames);
    if (this.#chain !== pulled.chain) throw new Error(`The chain at ${this.position} is another.`);
  }

  /** What a ring carries, when it goes on exactly here. */
  hear({ first, chainBefore, updates }: Ring): boolean {
    if (first !== this.position + 1 || chainToHex(chainBefore) !== this.#chain || updates === undefined) return false;
    this.#apply(updates.frames);
    return true;
  }

  #apply(frames: readonly Frame[]): void {
    const updates = frames.map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) }));
    this.#chain = chainOf(updates, this.#chain);
    this.#updates.push(...updates);
  }
}

/** Hears of broadcasts as the gateway does: Postgres tells of them when they are committed, in the order of commits. */
export async function listen(
  database: TestDatabase,
  onRing: (ring: Ring) => void,
): Promise<AsyncDisposable & { settled(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url('supabase_admin') });
  await client.connect();
  let heard = Promise.resolve();
  client.on('notification', ({ payload }) => {
    heard = heard.then(async () => {
      const { rows } = await client.query(
        'select event, binary_payload as bytes from realtime.messages where id = $1',
        [payload],
      );
      const { event, bytes } = Message.parse(rows[0]);
      if (event === RING_EVENT && bytes !== null) onRing(decodeRing(bytes));
    });
  });
  await client.query('listen realtime_messages');
  return {
    // A query's answer comes behind all notifications of what was committed before it.
    settled: async () => {
      await client.query('select 1');
      await heard;
    },
    [Symbol.asyncDispose]: async () => {
      await heard;
      await client.end();
    },
  };
}
