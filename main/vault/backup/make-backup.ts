import type { BackupId, ScriptId } from '../../../app/ids.ts';
import { Failure } from '../../../app/failure.ts';
import { asFailure, failureOf } from '../failures.ts';
import type { BackupKind, BackupName } from './backup-name.ts';
import type { Gatherer } from './gather.ts';
import type { BackedUpScript, Manifest } from './manifest.ts';
import type { ObjectHealth } from './object-store.ts';
import type { BackupShelf } from './shelf.ts';
import { keyOf, verify, type Fault } from './verify.ts';

export interface MakeOptions {
  readonly kind: BackupKind;
  readonly backupId: BackupId;
  readonly at: number;
  /** Which vault this is, and what made it. */
  readonly origin: Pick<Manifest, 'vaultId' | 'account' | 'appVersion' | 'schema'>;
  /** What is known of objects since this run began; more is added. */
  readonly health: Map<string, ObjectHealth>;
  readonly onProgress: (progress: Progress) => void;
  /** A script that the vault cannot read was taken over from the backup before, or left out. */
  readonly onTrouble: (scriptId: ScriptId, error: unknown) => void;
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Scripts written and scripts opened again, of twice as many as there are. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

export interface Made {
  readonly name: BackupName;
  readonly manifest: Manifest;
  /** The newest backup that counted before this one. */
  readonly before: Manifest | undefined;
}

/**
 * Writes a backup, opens it again from the disk and calls it verified only if every script in it says what it said. What
 * is found wrong is made anew from the vault's log once.
 * @throws Failure `damaged` when it does not verify even then, and whatever writing fails with: the backup then does not
 * count and no other one was touched.
 */
export async function makeBackup(shelf: BackupShelf, gatherer: Gatherer, options: MakeOptions): Promise<Made> {
  try {
    return await make(shelf, gatherer, options);
  } catch (error) {
    throw asFailure(error);
  }
}

async function make(shelf: BackupShelf, gatherer: Gatherer, options: MakeOptions): Promise<Made> {
  const { kind, backupId, at, origin } = options;
  const before = newestReadable(shelf);
  // Read first: what is written while this runs is then something new to the next backup.
  const turn = gatherer.lastTurn();
  const number = shelf.nextNumber();
  const compose = (scripts: readonly BackedUpScript[]): Manifest => ({
    version: 1,
    backupId,
    number,
    ...origin,
    madeAt: at,
    kind,
    turn,
    scripts: [...scripts],
  });
  const scripts = await gatherAll(shelf, gatherer, { ...options, before });
  let name = shelf.write(compose(scripts));
  let { manifest, faults } = await checkAll(shelf, name, { ...options, before });
  if (faults.length > 0) {
    shelf.remove(name);
    name = shelf.write(compose(await gatherAnew(shelf, gatherer, { ...options, scripts, faults })));
    ({ manifest, faults } = await checkAll(shelf, name, { ...options, before }));
    if (faults.length > 0) {
      shelf.remove(name);
      throw failureOf('damaged');
    }
  }
  return { name: shelf.judge(name, 'verified'), manifest, before };
}

/** The newest backup that counts and whose manifest can still be read. */
export function newestReadable(shelf: BackupShelf): Manifest | undefined {
  for (const name of shelf.verified().toReversed()) {
    try {
      return shelf.read(name);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return undefined;
}

type Gathering = MakeOptions & { readonly before: Manifest | undefined };

async function gatherAll(shelf: BackupShelf, gatherer: Gatherer, options: Gathering): Promise<BackedUpScript[]> {
  const { before, onProgress, onTrouble, pause, signal } = options;
  const earlier = new Map(before?.scripts.map((script) => [script.scriptId, script]));
  const ids = gatherer.scriptIds();
  const gathered: BackedUpScript[] = [];
  for (const [index, scriptId] of ids.entries()) {
    signal.throwIfAborted();
    await pause();
    onProgress({ done: index, of: ids.length * 2 });
    const script = earlier.get(scriptId);
    try {
      const how = 'by difference';
      gathered.push(await gatherer.gather(scriptId, { objects: shelf.objects, before: script, how, pause }));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      onTrouble(scriptId, error);
      // Its last good copy stays in every later backup, so that retention never takes it.
      if (script !== undefined) gathered.push({ ...script, carried: true });
    }
  }
  return gathered;
}

/** The scripts again, those at fault made anew; what only an earlier backup had, and is bad there, is left out. */
async function gatherAnew(
  shelf: BackupShelf,
  gatherer: Gatherer,
  { scripts, faults, onTrouble, pause }: MakeOptions & { scripts: readonly BackedUpScript[]; faults: readonly Fault[] },
): Promise<readonly BackedUpScript[]> {
  const bad = new Set(faults.map(({ scriptId }) => scriptId));
  const anew: BackedUpScript[] = [];
  for (const script of scripts) {
    const { scriptId } = script;
    if (!bad.has(scriptId)) anew.push(script);
    else {
      try {
        anew.push(await gatherer.gather(scriptId, { objects: shelf.objects, before: undefined, how: 'anew', pause }));
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        onTrouble(scriptId, error);
      }
    }
  }
  return anew;
}

/** The script cannot be read, or has just been removed; anything else is about the disk and stops the backup. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'damaged' || error.code === 'not-found');
}

async function checkAll(
  shelf: BackupShelf,
  name: BackupName,
  { before, onProgress, health, pause, signal }: Gathering,
): Promise<{ readonly manifest: Manifest; readonly faults: readonly Fault[] }> {
  const opened = new Set(before?.scripts.map(keyOf));
  const onScript = (done: number, of: number): void => onProgress({ done: of + done, of: of * 2 });
  return verify(shelf, name, { opened, health, pause, signal, onScript });
}
