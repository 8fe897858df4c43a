import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import * as z from 'zod';
import { asCaller } from '../tests/support/server/as-caller.ts';
import { BenchServer } from './bench-server.ts';
import { interleave, percentile, round, type Measured } from './benchmark.ts';
import { sampleScript } from './sample-data.ts';

const ROUNDS = 150;
const UPDATES_PER_CALL = 100;
/**
 * One row of the log is one batch of the outbox. Ten keystrokes are a quick second of typing, which is what goes out as
 * one batch when many listen or the line is slow; offline ones hold up to 256 and are carried cheaper still.
 */
const KEYSTROKES_PER_BATCH = 10;
const PULL_BYTES = 1_000_000;

const Pulled = z.object({ kind: z.literal('updates'), count: z.int(), frames: z.string(), has_more: z.boolean() });

/** B12: adding to a log and following it, against one insert of one row under the same policies. */
export async function run(): Promise<Measured> {
  await using server = await BenchServer.open();
  const { typed } = sampleScript({ seed: 12, rows: 50, keystrokes: 4_000 });
  const batches = Array.from({ length: typed.length / KEYSTROKES_PER_BATCH }, (_, index) =>
    Y.mergeUpdates(typed.slice(index * KEYSTROKES_PER_BATCH, (index + 1) * KEYSTROKES_PER_BATCH)),
  );
  const pushed = await timePushes(server, batches);
  const batched = await pullAll(server, batches);
  const single = await pullAll(server, typed.slice(0, 1_000));
  const ratio = percentile(pushed.push, 0.5) / percentile(pushed.insert, 0.5);
  return {
    parts: [
      { name: `${UPDATES_PER_CALL} updates in one call p50`, ratio, goal: { atMost: 2.2 } },
      { name: 'catch-up, wire bytes per payload byte', ratio: batched.ratio, goal: { atMost: 1.7 } },
    ],
    detail: {
      insertMs: [0.5, 0.95].map((share) => round(percentile(pushed.insert, share))),
      pushMs: [0.5, 0.95].map((share) => round(percentile(pushed.push, share))),
      pushOverHttpMs: [0.5, 0.95].map((share) => round(percentile(pushed.http, share))),
      payloadBytesPerUpdate: round(batched.payloadPerUpdate),
      singleKeystrokes: {
        payloadBytesPerUpdate: round(single.payloadPerUpdate),
        wireBytesPerPayloadByte: round(single.ratio),
      },
    },
  };
}

/** All three in turn: the insert and the call on one connection in the same transaction frame, the call over HTTP. */
async function timePushes(
  server: BenchServer,
  batches: readonly Uint8Array[],
): Promise<Readonly<Record<'insert' | 'push' | 'http', readonly number[]>>> {
  await server.admin.query(`
    create table public.bench_rows (like public.script_updates including all);
    alter table public.bench_rows enable row level security;
    alter table public.bench_rows force row level security;
    create policy write on public.bench_rows for insert to authenticated with check (
      script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer']))
      and pushed_by = (select auth.uid()));
    grant insert on public.bench_rows to authenticated`);
  const connection = await server.connect();
  try {
    const [script, other, rows] = [await server.newScript(), await server.newScript(), await server.newScript()];
    let at = 0;
    let position = 0;
    const next = (): Uint8Array => batches[(at += 1) % batches.length] ?? new Uint8Array();
    const updates = (): object[] =>
      Array.from({ length: UPDATES_PER_CALL }, () => ({
        id: randomUUID(),
        format: 1,
        bytes: Buffer.from(next()).toString('base64'),
      }));
    const insert = {
      text: `insert into public.bench_rows (script_id, position, id, format, bytes, chain, pushed_by)
        values ($1, $2, $3, 1, $4, $5, $6)`,
      values: (): unknown[] => [rows, (position += 1), randomUUID(), Buffer.from(next()), CHAIN, server.personId],
    };
    const push = {
      text: 'select public.push_updates($1, $2)',
      values: (): unknown[] => [script, JSON.stringify(updates())],
    };
    return await interleave(
      {
        insert: () => asCaller(connection, server.personId, insert.text, insert.values()),
        push: () => asCaller(connection, server.personId, push.text, push.values()),
        http: () => server.call('push_updates', { script_id: other, updates: updates() }),
      },
      { rounds: ROUNDS, warmUps: 10 },
    );
  } finally {
    await connection.end();
  }
}

const CHAIN = Buffer.alloc(32);

/** Pushes all of them and follows the log from its start, counting what comes over the wire. */
async function pullAll(
  server: BenchServer,
  updates: readonly Uint8Array[],
): Promise<{ readonly ratio: number; readonly payloadPerUpdate: number }> {
  const script = await server.newScript();
  for (let at = 0; at < updates.length; at += UPDATES_PER_CALL) {
    const part = updates.slice(at, at + UPDATES_PER_CALL);
    await server.call('push_updates', {
      script_id: script,
      updates: part.map((bytes) => ({ id: randomUUID(), format: 1, bytes: Buffer.from(bytes).toString('base64') })),
    });
  }
  const payload = updates.reduce((sum, { length }) => sum + length, 0);
  let wire = 0;
  let position = 0;
  let chain = CHAIN.toString('hex');
  for (let hasMore = true; hasMore;) {
    const text = await server.call('pull_updates', { script_id: script, position, chain, max_bytes: PULL_BYTES });
    const page = Pulled.extend({ chain: z.string() }).parse(JSON.parse(text));
    wire += Buffer.byteLength(text);
    position += page.count;
    ({ chain, has_more: hasMore } = page);
  }
  if (position !== updates.length) throw new Error(`${position} of ${updates.length} updates came back.`);
  return { ratio: wire / payload, payloadPerUpdate: payload / updates.length };
}
