/**
 * Prints, as environment variables in one line of JSON, how a Galley in development reaches the local stack of this
 * machine and whom its sign-in screen may offer; `{}` when none answers. `--port` as for `npm run supabase`.
 */
import { DEMO_VARIABLE, SERVER_VARIABLE } from '../../app/server/environment.ts';
import { readDemoAccounts } from './demo-accounts.ts';
import { DEMO_PASSWORD } from './greeting.ts';
import { localKeys } from './keys.ts';
import { readOptions } from './options.ts';
import { LOCAL_PASSWORD } from './postgres/data-folder.ts';

const ANSWER_WITHIN_MS = 1_000;

async function tellStack(): Promise<Readonly<Record<string, string>>> {
  const wish = readOptions(process.argv.slice(2));
  if (wish.kind !== 'start') return {};
  const url = `http://127.0.0.1:${wish.ports.api}`;
  const { publishableKey } = localKeys();
  if (!(await answers(url, publishableKey))) return {};
  const database = `postgresql://postgres:${LOCAL_PASSWORD}@127.0.0.1:${wish.ports.database}/postgres`;
  const accounts = (await readDemoAccounts(database)).map(({ email, name, may }) => ({ email, name, role: may }));
  return {
    [SERVER_VARIABLE]: JSON.stringify({ url, publishableKey }),
    [DEMO_VARIABLE]: JSON.stringify({ password: DEMO_PASSWORD, accounts }),
  };
}

async function answers(url: string, apikey: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return (await fetch(`${url}/auth/v1/settings`, { headers: { apikey }, signal })).ok;
  } catch {
    return false; // nobody is there
  }
}

console.log(JSON.stringify(await tellStack()));
