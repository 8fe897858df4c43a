import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import * as z from 'zod';
import { PersonId, ScriptId } from '../../app/ids.ts';
import { percentile } from '../../bench/benchmark.ts';
import { bootstrap, migrate, readMigrations } from '../../supabase/local/database.ts';
import { Gateway } from '../../supabase/local/gateway/gateway.ts';
import { Postgres } from '../../supabase/local/postgres/postgres.ts';
import { gatherCrowd } from '../server/load/crowd.ts';
import { Random } from '../support/random.ts';
import { slopeMbPerMinute, type MemorySample } from './figures.ts';
import { lookBack, readLog } from './look-back.ts';
import { Told, type Asked, type ClientReport, type Orders } from './messages.ts';
import { TroubleMaker } from './trouble-maker.ts';

/**
 * `npm run test:soak -- --clients 20 --minutes 30`: so many people write in one script, ten edits a second each, through
 * the local stack with its faults on; each with an engine, a vault and a supabase-js client, in several processes. Ends
 * with 1 when anything was lost, documents differ, memory grows or edits wait too long.
 */
const Options = z.object({
  clients: z.coerce.number().int().min(1).max(60),
  minutes: z.coerce.number().min(0.1).max(120),
  processes: z.coerce.number().int().min(1).max(16),
  seed: z.coerce.number().int().nonnegative(),
  editsPerSecond: z.coerce.number().positive().max(50),
});
const SLOPE_GOAL_MB = 1;
const AGE_GOAL_MS = 2_000;
/** Memory is looked at over the last two thirds: what a start takes is no growth. */
const WARM_UP_SHARE = 1 / 3;
const SETTLED_WITHIN_MS = 90_000;
const START_WITHIN_MS = 120_000;
/** What the plan of a team carries. */
const MESSAGES_PER_SECOND = 2_500;

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '30' },
    processes: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    'edits-per-second': { type: 'string', default: '10' },
    calm: { type: 'boolean', default: false },
  },
});
const { clients, minutes, processes, seed, editsPerSecond } = Options.parse({
  ...values,
  editsPerSecond: values['edits-per-second'],
});
const wholeMs = minutes * 60_000 + START_WITHIN_MS + SETTLED_WITHIN_MS + 60_000;
const giveUp = setTimeout(() => {
  console.error(`Not done after ${Math.round(wholeMs / 1_000)} s.`);
  process.exit(1);
}, wholeMs);

await using opened = new AsyncDisposableStack();
opened.defer(() => clearTimeout(giveUp));
const folder = join(tmpdir(), `galley-soak-${randomUUID()}`);
mkdirSync(folder, { recursive: true });
opened.defer(() => rmSync(folder, { recursive: true, force: true }));
const postgres = opened.use(
  await Postgres.open({ dataFolder: join(folder, 'postgres'), isDurable: false, maxConnections: 60 }),
);
await bootstrap(postgres.url());
await migrate(postgres.url({ role: 'postgres' }), readMigrations());
const admin = new pg.Pool({ connectionString: postgres.url(), max: 2 });
admin.on('error', () => undefined);
opened.defer(() => admin.end());
const crowd = await gatherCrowd(admin, { clients, callsEach: 0, perScript: clients, seed });
const scriptId = ScriptId.parse(crowd[0]?.scriptId);
const people = crowd.map(({ personId }) => PersonId.parse(personId));
const gateway = opened.use(await Gateway.open({ databaseUrl: postgres.url() }));
const random = new Random(seed);

const ages: number[] = [];
const memory = new Map<number, MemorySample[]>();
const children = Array.from({ length: Math.min(processes, clients) }, (_, index) => startChild(index));
opened.defer(() => children.forEach(({ child }) => child.kill('SIGKILL')));
const share = (index: number): readonly PersonId[] => people.filter((_, n) => n % children.length === index);
const orders = (index: number): Orders => ({
  url: gateway.url,
  publishableKey: gateway.keys.publishableKey,
  scriptId,
  people: [...share(index)],
  folder,
  seed,
  editsPerSecond,
  messagesPerSecond: MESSAGES_PER_SECOND,
});
console.log(
  `${clients} clients in ${children.length} processes, ${editsPerSecond} edits a second each, ${minutes} min`,
);
children.forEach(({ ask }, index) => ask({ kind: 'begin', orders: orders(index) }));
await within(START_WITHIN_MS, Promise.all(children.map(({ ready }) => ready)), 'start');
const startedMs = performance.now();
const trouble = opened.use(new TroubleMaker(gateway.faults, random));
if (!values.calm) trouble.start();
const telling = setInterval(() => progress(), 30_000);
await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
clearInterval(telling);
trouble[Symbol.dispose]();
for (const { ask } of children) ask({ kind: 'stop-writing' });
const agesWhileWriting = ages.splice(0);
const head = await headWhenStill();
const reports = (
  await within(SETTLED_WITHIN_MS + 10_000, Promise.all(children.map((child) => child.report(head))), 'settle')
).flat();
const log = await readLog(admin, scriptId);
const { faults, sha256 } = lookBack(log, reports);
const edits = reports.reduce((sum, report) => sum + report.edits, 0);
const warmMs = startedMs + minutes * 60_000 * WARM_UP_SHARE;
const slopes = [...memory.values()].map((samples) => slopeMbPerMinute(samples, warmMs));
const figures = {
  clients,
  minutes,
  edits,
  updates: log.length,
  faultsMade: Object.fromEntries(trouble.made),
  queueAgeMs: { p50: percentile(agesWhileWriting, 0.5), p99: percentile(agesWhileWriting, 0.99) },
  memoryMbPerMinute: slopes.map((slope) => Number(slope.toFixed(3))),
  sha256,
  identical: reports.filter((report) => report.sha256 === sha256).length,
  wrong: faults,
};
for (const fault of faults) console.error(`wrong: ${fault}`);
console.log(
  `${edits} edits became ${log.length} updates; ${figures.identical} of ${clients} documents equal the server's`,
);
console.log(`queue age p50 ${figures.queueAgeMs.p50} ms, p99 ${figures.queueAgeMs.p99} ms (goal ${AGE_GOAL_MS})`);
console.log(`memory grows by ${figures.memoryMbPerMinute.join(', ')} MB a minute (goal ${SLOPE_GOAL_MB})`);
console.log(JSON.stringify(figures));
const isGood =
  faults.length === 0 && figures.queueAgeMs.p99 < AGE_GOAL_MS && slopes.every((slope) => slope < SLOPE_GOAL_MB);
process.exitCode = isGood ? 0 : 1;
for (const { ask } of children) ask({ kind: 'end' });
await within(30_000, Promise.all(children.map(({ ended }) => ended)), 'end');

function startChild(index: number) {
  const entry = new URL('./clients.process.ts', import.meta.url);
  const child: ChildProcess = fork(entry, { execArgv: ['--expose-gc'] });
  const ready = Promise.withResolvers<void>();
  const reported = Promise.withResolvers<readonly ClientReport[]>();
  memory.set(index, []);
  child.on('message', (message) => {
    const told = Told.parse(message);
    if (told.kind === 'ready') ready.resolve();
    else if (told.kind === 'report') reported.resolve(told.clients);
    else {
      ages.push(...told.agesMs);
      memory.get(index)?.push({ atMs: performance.now(), bytes: told.bytes });
    }
  });
  const ended = once(child, 'exit');
  void ended.then(() => {
    const gone = new Error(`Process ${index} of clients ended early.`);
    ready.reject(gone);
    reported.reject(gone);
  });
  const ask = (asked: Asked): void => void child.send(asked);
  const report = (at: number): Promise<readonly ClientReport[]> => {
    ask({ kind: 'settle', head: at, withinMs: SETTLED_WITHIN_MS });
    return reported.promise;
  };
  return { child, ask, ready: ready.promise, report, ended };
}

/** The log's length once nobody has added to it for two seconds. */
async function headWhenStill(): Promise<number> {
  const read = async (): Promise<number> => {
    const { rows } = await admin.query('select head from public.scripts where id = $1', [scriptId]);
    return z.object({ head: z.coerce.number() }).parse(rows[0]).head;
  };
  for (let before = -1, look = 0; look < SETTLED_WITHIN_MS / 2_000; look += 1) {
    const now = await read();
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  return read();
}

function progress(): void {
  const minute = ((performance.now() - startedMs) / 60_000).toFixed(1);
  const newest = [...memory.values()].map((samples) => Math.round((samples.at(-1)?.bytes ?? 0) / 1024 / 1024));
  console.log(`${minute} min: queue age p99 ${percentile(ages, 0.99)} ms, memory ${newest.join(', ')} MB`);
}

async function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The clients did not ${what} within ${ms / 1_000} s.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
