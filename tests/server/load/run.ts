import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import * as z from 'zod';
import { percentile } from '../../../bench/benchmark.ts';
import { bootstrap, migrate, readMigrations } from '../../../supabase/local/database.ts';
import { Gateway } from '../../../supabase/local/gateway/gateway.ts';
import { LOCAL_JWT_SECRET } from '../../../supabase/local/keys.ts';
import { Postgres } from '../../../supabase/local/postgres/postgres.ts';
import { gatherCrowd } from './crowd.ts';
import type { Way } from './lines.ts';
import { lookBack } from './look-back.ts';
import { hasPgBouncer, openPgBouncer } from './pgbouncer.ts';
import type { Pushed } from './push-all.ts';

/**
 * `npm run test:load [-- --clients 1000 --calls 5]`: so many people push at once, each one call after another: through
 * the gateway's pool of 20, through PgBouncer where it is installed, and without any pool. Ends with 1 when one of the
 * pools lets an error, a gap, a leak or a slow answer through; what happens without a pool is shown and not judged.
 */
const Options = z.object({
  clients: z.coerce.number().int().min(1).max(2_000),
  calls: z.coerce.number().int().min(1).max(100),
  seed: z.coerce.number().int().nonnegative(),
});
const POOL = 20;
const PER_SCRIPT = 10;
const P95_GOAL_MS = 1_500;
/** As many as a small hosted project allows. */
const MAX_CONNECTIONS = 100;
const WHOLE_RUN_MS = 180_000;

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    calls: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const { clients, calls, seed } = Options.parse(values);

const giveUp = setTimeout(() => {
  console.error(`Not done after ${WHOLE_RUN_MS / 1_000} s.`);
  process.exit(1);
}, WHOLE_RUN_MS);

const dataFolder = join(tmpdir(), `galley-load-${randomUUID()}`);
await using opened = new AsyncDisposableStack();
opened.defer(() => clearTimeout(giveUp));
opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
const postgres = opened.use(await Postgres.open({ dataFolder, isDurable: true, maxConnections: MAX_CONNECTIONS }));
await bootstrap(postgres.url());
await migrate(postgres.url({ role: 'postgres' }), readMigrations());
const admin = new pg.Pool({ connectionString: postgres.url(), max: 2 });
// The server going down is no news to connections that are on their way out.
admin.on('error', () => undefined);
opened.defer(() => admin.end());

console.log(
  `${clients} clients, ${calls} calls each, ${PER_SCRIPT} on one script; Postgres allows ${MAX_CONNECTIONS} connections.`,
);
{
  await using gateway = await Gateway.open({ databaseUrl: postgres.url() });
  const way = {
    kind: 'gateway',
    url: gateway.url,
    anonKey: gateway.keys.anonKey,
    jwtSecret: LOCAL_JWT_SECRET,
  } as const;
  await show(`through the gateway's pool of ${POOL}`, way, 1);
}
if (hasPgBouncer()) {
  await using bouncer = await openPgBouncer({ postgresPort: postgres.port, pool: POOL, clients: clients + 10 });
  const url = new URL(postgres.url({ role: 'authenticator' }));
  url.port = String(bouncer.port);
  await show(`through PgBouncer in transaction mode, pool of ${POOL}`, { kind: 'postgres', url: url.href }, 2);
} else {
  console.log('PgBouncer is not installed here: not tried.');
}
await show('without a pool', { kind: 'postgres', url: postgres.url({ role: 'authenticator' }) }, 3);

async function show(name: string, way: Way, run: number): Promise<void> {
  const crowd = await gatherCrowd(admin, { clients, callsEach: calls, perScript: PER_SCRIPT, seed: seed * 10 + run });
  const start = performance.now();
  const { tookMs, errors } = await inThread({ crowd, way });
  const seconds = (performance.now() - start) / 1_000;
  const { stored, missing, gaps, leaks, brokenChains } = await lookBack(admin, crowd);
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const [p50, p95] = [0.5, 0.95].map((share) => (tookMs.length === 0 ? 0 : Math.round(percentile(tookMs, share))));
  console.log(
    `${name}: ${tookMs.length} calls answered in ${seconds.toFixed(1)} s, p50 ${p50} ms, p95 ${p95} ms, errors=${failed}, ` +
      `stored=${stored}, missing=${missing}, gaps=${gaps}, leaks=${leaks}, broken chains=${brokenChains}`,
  );
  for (const [said, count] of Object.entries(errors)) console.log(`  ${count} × ${said}`);
  const isPooled = run < 3;
  const isSound = gaps + leaks + brokenChains === 0 && missing === failed;
  if (!isSound || (isPooled && (failed > 0 || (p95 ?? 0) > P95_GOAL_MS))) process.exitCode = 1;
}

function inThread(data: { readonly crowd: readonly unknown[]; readonly way: Way }): Promise<Pushed> {
  const { promise, resolve, reject } = Promise.withResolvers<Pushed>();
  const worker = new Worker(new URL('crowd.worker.ts', import.meta.url), { workerData: data });
  worker.once('message', resolve);
  worker.once('error', reject);
  return promise;
}
