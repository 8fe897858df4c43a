/** `npm run supabase`: see HELP in options.ts. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import { readDemoAccounts } from './demo-accounts.ts';
import { greet } from './greeting.ts';
import { LocalStack, usualDataFolder } from './local-stack.ts';
import { HELP, readOptions, type Wish } from './options.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function run(wish: Wish): Promise<void> {
  switch (wish.kind) {
    case 'help':
      console.log(HELP);
      return;
    case 'docker':
      startInDocker();
      return;
    case 'start':
      await startHere(wish);
      return;
    default:
      wish satisfies never;
  }
}

async function startHere({ ports, dataFolder, resets }: Wish & { readonly kind: 'start' }): Promise<void> {
  // From the first moment, so that a start under way is stopped cleanly too; a second signal changes nothing.
  const stopped = Promise.withResolvers<'stopped'>();
  for (const signal of SIGNALS) process.on(signal, () => stopped.resolve('stopped'));
  const folder = dataFolder ?? usualDataFolder(join(import.meta.dirname, '..', '..'));
  await using stack = await LocalStack.open({ ports, dataFolder: folder, resets });
  const { addresses, keys } = stack;
  const changed = stack.changed.map(({ version, name }) => `${version}_${name}`);
  const accounts = await readDemoAccounts(addresses.database);
  console.log(greet({ addresses, keys, accounts, changed, dataFolder: folder, tookMs: performance.now() }));
  const why = await Promise.race([stopped.promise, stack.broken.then(() => 'broken' as const)]);
  if (why === 'broken') throw new Failure('unexpected', 'Postgres has ended by itself. Nothing works any more here.');
  console.log('Stopping…');
}

function startInDocker(): void {
  const engine = spawnSync('docker', ['info'], { stdio: 'ignore' });
  if (engine.status !== 0) {
    throw new Failure(
      'not-found',
      'There is no running Docker engine here, and "supabase start" needs one. ' +
        'Start Docker, or leave --docker out: then Supabase runs without it.',
    );
  }
  const env = { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1' };
  const started = spawnSync('supabase', ['start'], { stdio: 'inherit', env, shell: process.platform === 'win32' });
  process.exitCode = started.status ?? 1;
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
