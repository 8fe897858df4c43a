import type { ScriptId } from '../../../app/ids.ts';
import type { MomentRow } from '../history/moment-table.ts';

/** A script that a source knows, as it last knew it. */
export interface RescuableScript {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly createdAt: number;
  readonly trashedAt: number | null;
  /** How far its log had come then. */
  readonly count: number;
  readonly chain: Uint8Array;
  /** When the source saw it, in milliseconds since 1970: the newest source is asked first. */
  readonly seenAt: number;
}

/** One row of a log as another file has it, every column as it was written. */
export interface RescuableRow {
  readonly ordinal: number;
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly format: number;
  readonly origin: number;
  readonly savedAt: number;
  readonly chain: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * Another place that holds scripts, such as a backup: what the file itself lost is taken from there. Sources are asked
 * only for scripts that lost something, and are never written to.
 */
export interface RescueSource extends Disposable {
  /** Shown to the person, such as 'the backup of 20 November 2026'. */
  readonly name: string;
  /** Of the vault that it knows: a file that no longer says which vault it is becomes that one again. */
  readonly vaultId: string;
  /** Every script that this source can give something of. */
  scripts(): readonly RescuableScript[];
  /** Named places in the history of one script. */
  momentsOf(scriptId: ScriptId): readonly Omit<MomentRow, 'script'>[];
  /** Whole states of one script as V1 updates, newest first; applying any of them is harmless. */
  statesOf(scriptId: ScriptId): readonly Uint8Array[];
  /** Rows of one script's log between two ordinals, both included: those that fit into the gap heal it exactly. */
  rowsOf(scriptId: ScriptId, first: number, last: number): readonly RescuableRow[];
}
