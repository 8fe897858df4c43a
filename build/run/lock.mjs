// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const POLL_MS = 200;
/** Longer than any install or build: after a restart an unrelated process may have the dead holder's number. */
const STALE_MS = 15 * 60_000;

/**
 * Runs `work` while this process alone holds the lock file at `path`; others wait, whoever dies holding it is replaced.
 * Plain JavaScript, because set-up runs before TypeScript can.
 *
 * @template T
 * @param {string} path
 * @param {() => T | Promise<T>} work
 * @param {{ onWait?: (holder: number) => void }} [options] `onWait` is called once when somebody else holds the lock.
 * @returns {Promise<T>}
 */
export async function withLock(path, work, options = {}) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && (holder.ageMs > STALE_MS || !isAlive(holder.pid))) evict(path, holder.pid);
    else {
      if (!told && holder !== undefined) options.onWait?.(holder.pid);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, path); // a link appears whole: nobody ever reads an empty lock
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} path */
function holderOf(path) {
  try {
    return { pid: Number(readFileSync(path, 'utf8')), ageMs: Date.now() - statSync(path).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * @param {string} path
 * @param {number} dead
 */
function evict(path, dead) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    // Another waiter was quicker: what was moved aside is its fresh lock, so it goes back.
    if (Number(readFileSync(aside, 'utf8')) !== dead) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);
