import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestDatabase } from '../../support/server/database.ts';

/** Asks the policies what Realtime asks when somebody joins or broadcasts: with a row of their own, rolled back. */
export class Channels {
  readonly #admin: pg.Pool;

  constructor(database: TestDatabase) {
    this.#admin = database.admin;
  }

  async mayListen(person: string, topic: string, extension = 'broadcast'): Promise<boolean> {
    return this.#as(person, topic, async (client, becomePerson) => {
      const id = randomUUID();
      await client.query('insert into realtime.messages (id, topic, extension) values ($1, $2, $3)', [
        id,
        topic,
        extension,
      ]);
      await becomePerson();
      const { rowCount } = await client.query('select id from realtime.messages where id = $1', [id]);
      return rowCount === 1;
    });
  }

  async maySpeak(person: string, topic: string, extension = 'broadcast'): Promise<boolean> {
    return this.#as(person, topic, async (client, becomePerson) => {
      await becomePerson();
      try {
        await client.query('insert into realtime.messages (topic, extension) values ($1, $2)', [topic, extension]);
        return true;
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code === '42501') return false;
        throw error;
      }
    });
  }

  async #as(
    person: string,
    topic: string,
    ask: (client: pg.PoolClient, becomePerson: () => Promise<unknown>) => Promise<boolean>,
  ): Promise<boolean> {
    const client = await this.#admin.connect();
    try {
      await client.query('begin');
      return await ask(client, () =>
        client.query(
          `select set_config('role', 'authenticated', true), set_config('realtime.topic', $1, true),
            set_config('request.jwt.claims', $2, true)`,
          [topic, JSON.stringify({ sub: person, role: 'authenticated' })],
        ),
      );
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
}

/** The names that the channels of a script or review have now. */
export async function topicsNow(
  { admin }: TestDatabase,
  { script, review }: { readonly script: string; readonly review: string },
): Promise<Record<'script' | 'cursors' | 'notes' | 'review', string>> {
  const { rows } = await admin.query<{ script: string; review: string }>(
    `select script.epoch as script, review.epoch as review from public.scripts as script, public.reviews as review
     where script.id = $1 and review.id = $2`,
    [script, review],
  );
  const [epochs] = rows;
  if (epochs === undefined) throw new Error('There is no such script or review.');
  return {
    script: `script:${script}:${epochs.script}`,
    cursors: `cursors:${script}:${epochs.script}`,
    notes: `notes:${script}:${epochs.script}`,
    review: `review:${review}:${epochs.review}`,
  };
}
