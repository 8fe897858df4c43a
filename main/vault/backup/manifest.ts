import * as z from 'zod';
import { BackupId, MomentId, ScriptId } from '../../../app/ids.ts';
import { MomentKind } from '../../../app/ipc/history.ts';
import { failureOf } from '../failures.ts';
import { sha256 } from '../seal.ts';
import { BackupKind } from './backup-name.ts';

const Sha = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().nonnegative();

/** A file of the object store; `plainBytes` is its size before compression. */
const Stored = z.object({ sha: Sha, bytes: Count, plainBytes: Count });
export type Stored = z.output<typeof Stored>;

/** A run of the log, both ends included; `chain` is the log's after the last of them. */
const Piece = Stored.extend({ first: Count, last: Count, chain: Sha });
export type Piece = z.output<typeof Piece>;

export const Counts = z.object({ scenes: Count, rows: Count, words: Count });
export type Counts = z.output<typeof Counts>;

/** A named place in a script's history. */
const BackedUpMoment = z.object({
  momentId: MomentId,
  ordinal: Count,
  chain: Sha,
  kind: MomentKind,
  name: z.string(),
  personId: z.string(),
  madeAt: z.number(),
  removedAt: z.number().nullable(),
});

/** One script as a backup holds it. */
export const BackedUpScript = Counts.extend({
  scriptId: ScriptId,
  title: z.string(),
  createdAt: z.number(),
  editedAt: z.number(),
  trashedAt: z.number().nullable(),
  /** How many updates its log had, the chain after the last one, and the highest format among them. */
  count: Count,
  chain: Sha,
  format: z.int(),
  /** zstd of one V1 update; null where this build cannot read the script, which then is its log alone. */
  state: Stored.nullable(),
  /** SHA-256 of the script's canonical text: what the state must say when it is opened again. */
  text: Sha.nullable(),
  log: z.array(Piece),
  moments: z.array(BackedUpMoment).default([]),
  /** It could not be read when this backup was made: this is how an earlier backup held it. */
  carried: z.boolean(),
});
export type BackedUpScript = z.output<typeof BackedUpScript>;

/** What one backup holds. Everything else is in the objects that it names. */
export const Manifest = z.object({
  version: z.literal(1),
  backupId: BackupId,
  number: Count,
  vaultId: z.string(),
  account: z.string(),
  madeAt: z.number(),
  kind: BackupKind,
  appVersion: z.string(),
  schema: z.int(),
  /** The vault's last turn: with another one there is something new to back up. */
  turn: Count,
  scripts: z.array(BackedUpScript),
});
export type Manifest = z.output<typeof Manifest>;

/** Two lines: the SHA-256 of the second in hex, and the manifest as JSON, so that it can be read without Galley. */
export function encodeManifest(manifest: Manifest): Buffer {
  const text = JSON.stringify(manifest);
  return Buffer.from(`${sha256(text).toString('hex')}\n${text}\n`);
}

/** @throws Failure `damaged` when it is not, byte for byte, what was written. */
export function decodeManifest(file: Uint8Array): Manifest {
  const [seal, text = '', ...rest] = Buffer.from(file).toString('utf8').split('\n');
  if (seal !== sha256(text).toString('hex') || rest.join('') !== '') throw failureOf('damaged');
  const parsed = Manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw failureOf('damaged', { cause: parsed.error });
  return parsed.data;
}

/** Every object that a manifest names, once. */
export function objectsOf({ scripts }: Pick<Manifest, 'scripts'>): ReadonlyMap<string, Stored> {
  return new Map(scripts.flatMap(objectsOfScript).map((stored) => [stored.sha, stored]));
}

export function objectsOfScript({ state, log }: BackedUpScript): readonly Stored[] {
  return state === null ? log : [state, ...log];
}

/**
 * What a manifest may name, read from its raw bytes: everything that looks like a digest. Of a damaged one as well, so
 * that nothing it may still need is collected.
 */
export function namesIn(file: Uint8Array): readonly string[] {
  return (
    Buffer.from(file)
      .toString('latin1')
      .match(/[0-9a-f]{64}/g) ?? []
  );
}
