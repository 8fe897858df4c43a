import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Where the types of schema public are kept. tests/server/schema/generated-types.test.ts holds them to the migrations. */
export const TYPES_FILE = join(ROOT, 'app', 'server', 'database.ts');

const TYPES_HEADER = `/* oxlint-disable typescript/no-redundant-type-constituents */
/** Made by \`npm run types:server\` from the migrations: schema public as PostgREST offers it. */
`;

/** The text of app/server/database.ts for this database. */
export function generateTypes(databaseUrl: string): string {
  const types = runCli(databaseUrl, ['gen', 'types', '--lang', 'typescript', '--schema', 'public']);
  return runProgram(['oxfmt', 'bin', 'oxfmt'], ['--stdin-filepath', TYPES_FILE], {
    cwd: ROOT,
    input: TYPES_HEADER + types,
  });
}

/** What the advisors of a hosted project say about this database, from this level on; empty when it is nothing. */
export function advise(databaseUrl: string, level: 'info' | 'warn'): string {
  const said = runCli(databaseUrl, ['db', 'advisors', '--type', 'all', '--level', level, '--fail-on', 'none']);
  return /^\s*(No issues found\s*)?$/.test(said) ? '' : said;
}

/** Applies every migration and the seed as somebody does who has a hosted project. */
export function push(databaseUrl: string): void {
  runCli(databaseUrl, ['db', 'push', '--include-seed', '--yes'], ROOT);
}

/** The Supabase CLI, telling nobody; unless it is said where, in a folder where it finds no project. */
function runCli(databaseUrl: string, args: readonly string[], cwd: string = tmpdir()): string {
  const remote = new URL(databaseUrl);
  remote.searchParams.set('sslmode', 'disable');
  return runProgram(['supabase', 'dist', 'supabase.js'], [...args, `--remote=${remote.href}`], {
    cwd,
    input: '',
  });
}

interface Surroundings {
  readonly cwd: string;
  readonly input: string;
}

/** Through Node and not through node_modules/.bin, which is of another kind on each platform. */
function runProgram(path: readonly string[], args: readonly string[], { cwd, input }: Surroundings): string {
  return execFileSync(process.execPath, [join(ROOT, 'node_modules', ...path), ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1' },
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
}
