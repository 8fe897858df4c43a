import { randomFillSync } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskRoom } from '../../app/disk-room.ts';
import { Failure } from '../../app/failure.ts';
import type { Chore, ChoreTurn } from './chores.ts';
import { asFailure, failureOf } from './failures.ts';
import { flushFolder } from './folder.ts';
import type { Outcome } from './protocol.ts';

/** A keystroke's row takes about a kilobyte with its index: room for a day of typing without a pause. */
const BALLAST_BYTES = 16 * 1024 * 1024;
/** A volume that is small itself (a stick, a quota) gives no more than this share of it. */
const LARGEST_SHARE = 1 / 8;
/** Laid only where this many times as much is free: on a nearly full disk it would take the room it is meant to give. */
const COMFORT = 4;
/** Written in pieces, so that laying it never stands between somebody who types and the disk for long. */
const PIECE_BYTES = 1024 * 1024;

const nameOf = (folder: string): string => join(folder, 'ballast');
const unfinishedOf = (folder: string): string => join(folder, 'ballast.part');

/** Gives the room that was held back to what has to be saved now. Answers whether there was any. */
export function releaseBallast(folder: string): boolean {
  const wasThere = existsSync(nameOf(folder));
  for (const path of [nameOf(folder), unfinishedOf(folder)]) rmSync(path, { force: true });
  return wasThere;
}

interface GroupOf<C> {
  readonly commit: (changes: readonly C[]) => readonly Outcome[];
  /** Answers whether there is more room now. */
  readonly release: () => boolean;
}

/** Commits a group; what found no room on the disk is committed again at once if room can be made. */
export function commitWithBallast<C>(changes: readonly C[], { commit, release }: GroupOf<C>): readonly Outcome[] {
  const outcomes = commit(changes);
  const isWithoutRoom = (index: number): boolean => {
    const outcome = outcomes[index];
    return outcome !== undefined && !outcome.ok && 'code' in outcome && outcome.code === 'disk-full';
  };
  const without = changes.filter((_change, index) => isWithoutRoom(index));
  if (without.length === 0 || !release()) return outcomes;
  const again = commit(without)[Symbol.iterator]();
  return outcomes.map((outcome, index) => (isWithoutRoom(index) ? (again.next().value ?? outcome) : outcome));
}

/** Opens something that needs a little room, on the ballast's if it must. */
export function openWithBallast<T>(folder: string, openIt: () => T): T {
  try {
    return openIt();
  } catch (error) {
    const isFull = error instanceof Failure && error.code === 'disk-full';
    if (!isFull || !releaseBallast(folder)) throw error;
    return openIt();
  }
}

export interface BallastParts {
  /** The vault's folder. */
  readonly folder: string;
  readonly tell: (room: DiskRoom) => void;
  /** What the folder's volume has: all of it, and what this person may still use of it. */
  readonly measure?: (folder: string) => Promise<{ readonly totalBytes: number; readonly freeBytes: number }>;
}

/** Lays the ballast where there is comfortably room for it, again after it was spent, and tells while there is none. */
export class BallastChore implements Chore {
  readonly name = 'ballast';
  readonly #parts: Required<BallastParts>;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: BallastParts) {
    this.#parts = { measure: measureVolume, ...parts };
  }

  /** One at a time, whoever calls. */
  run({ signal }: Pick<ChoreTurn, 'signal'>): Promise<void> {
    const turn = this.#turn.then(() => this.#see(signal));
    // Whoever asked is told when it fails; the next one starts afresh.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #see(signal: AbortSignal): Promise<void> {
    const { folder, tell, measure } = this.#parts;
    if (existsSync(nameOf(folder))) return tell('enough');
    const { totalBytes, freeBytes } = await measure(folder);
    const bytes = Math.min(BALLAST_BYTES, Math.floor((totalBytes * LARGEST_SHARE) / PIECE_BYTES) * PIECE_BYTES);
    if (bytes === 0 || freeBytes < bytes * COMFORT) return tell('nearly-full');
    try {
      await lay(folder, { bytes, signal });
    } catch (error) {
      await rm(unfinishedOf(folder), { force: true });
      const failure = asFailure(error);
      // The room went while it was being laid, or was given to somebody who types.
      if (isGone(error) || (failure instanceof Failure && failure.code === 'disk-full')) return tell('nearly-full');
      throw failure;
    }
    if (!signal.aborted) tell('enough');
  }
}

/** Random, because a file system may store zeros and repetitions in no room at all; under its name only when whole. */
async function lay(folder: string, { bytes, signal }: { bytes: number; signal: AbortSignal }): Promise<void> {
  const file = await open(unfinishedOf(folder), 'w', 0o600);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let written = 0; written < bytes; written += PIECE_BYTES) {
      if (signal.aborted) break;
      await file.writeFile(randomFillSync(piece));
      await file.sync();
    }
  } finally {
    await file.close();
  }
  if (signal.aborted) return rm(unfinishedOf(folder), { force: true });
  await rename(unfinishedOf(folder), nameOf(folder));
  flushFolder(folder);
}

async function measureVolume(folder: string): Promise<{ totalBytes: number; freeBytes: number }> {
  const { blocks, bavail, bsize } = await statfs(folder);
  if (bsize === 0) throw failureOf('disk-gone');
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
}

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
