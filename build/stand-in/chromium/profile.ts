import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOCKS = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];
const PATIENCE_MS = 5_000;
const STEP_MS = 20;

/** Who holds a profile: read from the lock's link text, `<host>-<pid>`. */
export function lockHolder(link: string): number | undefined {
  const pid = Number(link.slice(link.lastIndexOf('-') + 1));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * Makes a profile free to start on. A host that was killed leaves its lock behind, and for a moment a Chromium that is
 * still noticing its closed pipe: that one is waited for, then ended.
 * @throws when a living stand-in uses the profile.
 */
export async function freeProfile(folder: string, { patienceMs = PATIENCE_MS } = {}): Promise<void> {
  const holder = readHolder(folder);
  if (holder !== undefined && usesProfile(holder, folder)) {
    await leaves(holder, folder, patienceMs);
    if (usesProfile(holder, folder)) {
      if (commandLine(parentOf(holder)).some((argument) => argument.endsWith('/stand-in/boot.ts')))
        throw new Error(`Another stand-in (process ${parentOf(holder)}) is using ${folder}.`);
      process.kill(holder, 'SIGKILL');
      await leaves(holder, folder, patienceMs);
    }
  }
  for (const name of LOCKS) rmSync(join(folder, name), { force: true });
}

async function leaves(pid: number, folder: string, patienceMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs && usesProfile(pid, folder); waitedMs += STEP_MS) await pause(STEP_MS);
}

function readHolder(folder: string): number | undefined {
  try {
    return lockHolder(readlinkSync(join(folder, 'SingletonLock')));
  } catch {
    return undefined; // no lock, or one that is not a link: nobody holds it
  }
}

/** A pid alone proves nothing: it may have been given to another program since. */
const usesProfile = (pid: number, folder: string): boolean => commandLine(pid).includes(`--user-data-dir=${folder}`);

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // ended
  }
}

function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0; // ended
  }
}
