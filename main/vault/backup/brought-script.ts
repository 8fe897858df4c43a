import { FORMAT } from '../../../app/script/format.ts';
import { MAX_UPDATE_BYTES } from '../../../app/ipc/contract.ts';
import { Failure } from '../../../app/failure.ts';
import { UpdateId } from '../../../app/ids.ts';
import { splitUpdate } from '../../../app/script/split-update.ts';
import type { Surroundings } from '../../../app/script/surroundings.ts';
import { failureOf } from '../failures.ts';
import type { MomentRow } from '../history/moment-table.ts';
import type { BroughtScript, BroughtUpdate } from '../protocol.ts';
import { Origin } from '../update-log.ts';
import type { BackedUpScript } from './manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { readableLog, readState } from './open-backup.ts';

/**
 * A script with its history, as it goes back into a vault that does not have it. Where part of the log can no longer be
 * read, its state stands for that part: the words are whole, some of their history is not.
 * @throws Failure `damaged` when nothing of it can be read.
 */
export function broughtScript(
  objects: ObjectStore,
  script: BackedUpScript,
  { newId }: Pick<Surroundings, 'newId'>,
): { readonly script: BroughtScript; readonly isIncomplete: boolean } {
  const { title, createdAt, trashedAt, count, editedAt } = script;
  const log = readableLog(objects, script).map(({ id, ...update }): BroughtUpdate => ({
    ...update,
    updateId: uuidOf(id),
  }));
  // Later ones would stand for a log that is not the one that comes back.
  const moments = momentsOf(script).filter(({ ordinal }) => ordinal <= log.length);
  const about = { title, createdAt, trashedAt, moments };
  if (log.length === count) return { script: { ...about, updates: log }, isIncomplete: false };
  const state = stateOrNull(objects, script);
  if (state === null && log.length === 0) throw failureOf('damaged');
  const rest = (state === null ? [] : splitUpdate(state, MAX_UPDATE_BYTES)).map((bytes): BroughtUpdate => ({
    updateId: UpdateId.parse(newId()),
    format: FORMAT,
    origin: Origin.broughtBack,
    savedAt: editedAt,
    bytes,
  }));
  return { script: { ...about, updates: [...log, ...rest] }, isIncomplete: true };
}

/** As the vault keeps them. */
export function momentsOf({ moments }: Pick<BackedUpScript, 'moments'>): readonly Omit<MomentRow, 'script'>[] {
  return moments.map((moment) => ({ ...moment, chain: Buffer.from(moment.chain, 'hex') }));
}

function stateOrNull(objects: ObjectStore, { state }: BackedUpScript): Uint8Array | null {
  try {
    return state === null ? null : readState(objects, state);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function uuidOf(id: Uint8Array): UpdateId {
  const hex = Buffer.from(id).toString('hex');
  return UpdateId.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
