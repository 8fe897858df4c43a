import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import { SERVER_VARIABLE } from '../../app/server/environment.ts';

const PATIENCE_MS = 10_000;
const Variables = z.record(z.string(), z.string());

/**
 * How the app reaches the local stack that runs on this machine: nothing when none does, or when the environment names a
 * server already. Asked of a process of its own, because nothing that is built here knows the server's side.
 */
export function localStackVariables(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  if (environment[SERVER_VARIABLE] !== undefined) return {};
  const told = spawnSync(process.execPath, [join('supabase', 'local', 'tell-stack.ts')], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (told.status === 0) return Variables.parse(JSON.parse(told.stdout));
  console.error(`The local stack answers, and its demo accounts could not be read:\n${told.stderr}`);
  return {};
}
