import type { ScriptId } from '../../../app/ids.ts';
import { Failure } from '../../../app/failure.ts';
import type { BackupName } from './backup-name.ts';
import { objectsOfScript, type BackedUpScript, type Manifest } from './manifest.ts';
import type { ObjectHealth } from './object-store.ts';
import { chainsBefore, openState, readPiece } from './open-backup.ts';
import type { BackupShelf } from './shelf.ts';

/** Something of a backup that cannot be used. */
export interface Fault {
  readonly scriptId: ScriptId;
  /** `object`: a file is missing or holds other bytes. `content`: the bytes are there and do not say what the script said. */
  readonly kind: 'object' | 'content';
}

export interface VerifyOptions {
  /** Scripts whose objects were opened as documents before, and are held against their digests here: same bytes, same script. */
  readonly opened: ReadonlySet<string>;
  /** What is known of objects since this run began; more is added. */
  readonly health: Map<string, ObjectHealth>;
  /** Lets others work between two pieces. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly onScript: (done: number, of: number) => void;
}

/**
 * Opens a backup again from its folder: the manifest, every object by its digest, every script as a document that must
 * say what it said, every log up to the chain that the vault had. Nothing that was not looked at passes.
 * @throws Failure `damaged` when the manifest itself cannot be read.
 */
export async function verify(
  shelf: BackupShelf,
  name: BackupName,
  options: VerifyOptions,
): Promise<{ readonly manifest: Manifest; readonly faults: readonly Fault[] }> {
  const manifest = shelf.read(name);
  const faults: Fault[] = [];
  for (const [index, script] of manifest.scripts.entries()) {
    options.signal.throwIfAborted();
    options.onScript(index, manifest.scripts.length);
    const fault = await faultOf(shelf, script, options);
    if (fault !== undefined) faults.push(fault);
  }
  return { manifest, faults };
}

/** The same for every object of a backup that was verified before: digests alone. */
export async function verifyObjects(
  shelf: BackupShelf,
  name: BackupName,
  { health, pause, signal }: Pick<VerifyOptions, 'health' | 'pause' | 'signal'>,
): Promise<boolean> {
  try {
    for (const stored of shelf.read(name).scripts.flatMap(objectsOfScript)) {
      signal.throwIfAborted();
      if (!health.has(stored.sha)) {
        await pause();
        health.set(stored.sha, shelf.objects.health(stored));
      }
      if (health.get(stored.sha) !== 'sound') return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** What a script of a backup is made of: two with the same key are the same bytes. */
export function keyOf(script: BackedUpScript): string {
  return [script.scriptId, script.text, ...objectsOfScript(script).map(({ sha }) => sha)].join(' ');
}

async function faultOf(
  { objects }: BackupShelf,
  script: BackedUpScript,
  { opened, health, pause }: VerifyOptions,
): Promise<Fault | undefined> {
  for (const stored of objectsOfScript(script)) {
    await pause();
    health.set(stored.sha, objects.health(stored));
    if (health.get(stored.sha) !== 'sound') return { scriptId: script.scriptId, kind: 'object' };
  }
  if (opened.has(keyOf(script))) return undefined;
  try {
    const before = chainsBefore(script);
    for (const [index, piece] of script.log.entries()) {
      await pause();
      readPiece(objects, piece, before[index] ?? new Uint8Array());
    }
    if (!endsAtHead(script)) return { scriptId: script.scriptId, kind: 'content' };
    if (script.state !== null) openState(objects, script.state, script.text).destroy();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return { scriptId: script.scriptId, kind: 'content' };
    throw error;
  }
}

/** The log must be there from its first update to the one that the vault's head names. */
function endsAtHead({ log, count, chain }: BackedUpScript): boolean {
  let next = 1;
  for (const { first, last } of log) {
    if (first !== next) return false;
    next = last + 1;
  }
  return next === count + 1 && (count === 0 || log.at(-1)?.chain === chain);
}
