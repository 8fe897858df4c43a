import { setTimeout } from 'node:timers/promises';
import { Gateway } from '../supabase/local/gateway/gateway.ts';
import { localKeys } from '../supabase/local/keys.ts';
import { Profile } from '../tests/e2e/app.ts';
import { SyncedApp } from '../tests/e2e/sync/synced-app.ts';
import { openDatabase } from '../tests/support/server/database.ts';
import { setup } from '../tests/support/server/global-setup.ts';
import { people, projects, scripts } from '../tests/support/server/people.ts';
import { buildApp } from '../build/run/build-app.ts';
import { chooseHost } from '../build/run/host.ts';
import { timeToFirstCell } from './b14.ts';
import { interleave, percentile, round, type Measured } from './benchmark.ts';

const SCRIPTS = 500;
const ROUNDS = 9;
const SETTLED_WITHIN_MS = 120_000;

/** B20: a start with 500 scripts of the server's, signed in, against the same start signed out. */
export async function run(): Promise<Measured> {
  await using open = new AsyncDisposableStack();
  const host = chooseHost();
  await buildApp();
  Object.assign(process.env, host.env, { STANDIN_HEADLESS: '1' });
  const closeServer = await setup();
  open.defer(async () => closeServer?.());
  const database = open.use(await openDatabase());
  await database.admin.query(MAKE_SCRIPTS, [people.ines.id, projects.harbour, SCRIPTS]);
  const gateway = open.use(await Gateway.open({ databaseUrl: database.url('supabase_admin') }));
  const server = { url: gateway.url, publishableKey: localKeys().publishableKey };

  const times = { signedIn: [] as number[], signedOut: [] as number[] };
  const profiles = { signedIn: open.use(new Profile()), signedOut: open.use(new Profile()) };
  let env: Readonly<Record<string, string>> = {};
  for (const [standing, profile] of Object.entries(profiles)) {
    const app = await SyncedApp.open({ ...server, person: 'ines', profile });
    env = app.env;
    await everyScriptIsHere(app);
    await (await app.open(scripts.pilot.id)).enter(0, 'audio');
    if (standing === 'signedOut') await app.call('account.sign-out', { everywhere: false });
    await app.quit();
  }
  const start = (profile: Profile): Promise<number> =>
    timeToFirstCell({
      host,
      program: '.',
      env: { ...process.env, ...host.env, ...env, GALLEY_USER_DATA: profile.folder },
    });
  await interleave(
    {
      signedIn: async () => times.signedIn.push(await start(profiles.signedIn)),
      signedOut: async () => times.signedOut.push(await start(profiles.signedOut)),
    },
    { rounds: ROUNDS, warmUps: 1 },
  );
  const [signedInMs, signedOutMs] = [percentile(times.signedIn, 0.5), percentile(times.signedOut, 0.5)];
  return {
    parts: [{ name: 'signed in against signed out', ratio: signedInMs / signedOutMs, goal: { atMost: 1.2 } }],
    detail: { host: host.kind, scripts: SCRIPTS, signedInMs: round(signedInMs), signedOutMs: round(signedOutMs) },
  };
}

async function everyScriptIsHere(app: SyncedApp): Promise<void> {
  const late = AbortSignal.timeout(SETTLED_WITHIN_MS);
  for (;;) {
    const { scripts: known } = await app.call('sync.overview', {});
    const here = known.filter(({ standing }) => standing.kind === 'on-server');
    if (here.length >= SCRIPTS) return;
    late.throwIfAborted();
    await setTimeout(100);
  }
}

/** As that person, through the function that anybody calls. */
const MAKE_SCRIPTS = `
  with me as materialized (
    select set_config('request.jwt.claims', jsonb_build_object('sub', $1::text)::text, true)
  )
  select public.create_script(gen_random_uuid(), $2::uuid, format('Script %s', number))
    from me, generate_series(1, $3::integer) as number`;
