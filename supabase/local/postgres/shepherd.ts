/**
 * Runs Postgres for as long as the process that asked for it lives: its standard input ends when that process stops it
 * or is killed, and then Postgres is told to stop. A folder that is named goes with it. Called as
 * `shepherd.ts <uid or -> <gid or -> <folder or -> <command> …`.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [uid = '-', gid = '-', folder = '-', command = '', ...args] = process.argv.slice(2);
const account = uid === '-' ? {} : { uid: Number(uid), gid: Number(gid) };
const postgres = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...account });

// SIGINT is Postgres's "fast": running transactions are rolled back, connections end, the data folder is left clean.
const stop = (): void => void postgres.kill('SIGINT');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();

postgres.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
postgres.on('exit', (code) => {
  if (folder !== '-') rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
