import * as z from 'zod';
import { PersonId, RowId, ScriptId } from '../ids.ts';

/** Names one window of one device while it is open: a person may be here twice. */
export const PresenceId = z.uuid().brand<'PresenceId'>();
export type PresenceId = z.output<typeof PresenceId>;

/**
 * Where somebody is: a cell, and in it a caret or a selection as Yjs relative positions (JSON), so that it stays in its
 * place while others type. It comes from other people's programs: sizes are capped here, and nothing in it is trusted.
 */
export const CursorPlace = z.strictObject({
  rowId: RowId,
  cell: z.enum(['video', 'audio']),
  anchor: z.string().max(200),
  head: z.string().max(200),
});
export type CursorPlace = z.output<typeof CursorPlace>;

export const Peer = z.object({
  presenceId: PresenceId,
  personId: PersonId,
  name: z.string().max(200),
  /** Null: here, and not in a cell. */
  place: CursorPlace.nullable(),
});
export type Peer = z.output<typeof Peer>;

export const togetherCalls = {
  /** Everybody else who is in the script now. Asked after listening for `together.changed`, so that nothing is missed. */
  'together.peers': { input: z.strictObject({ scriptId: ScriptId }), output: z.array(Peer).max(200) },
  /**
   * Told when the caret has moved, at most ten times a second; null when the person is in no cell. Main sends at most
   * five a second, fewer in a full room. A window that may not write never calls it.
   */
  'together.move': {
    input: z.strictObject({ scriptId: ScriptId, place: CursorPlace.nullable() }),
    output: z.void(),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const togetherEvents = {
  /** Everybody else who is in the script now, on other devices and in other windows. */
  'together.changed': z.strictObject({ scriptId: ScriptId, peers: z.array(Peer).max(200) }),
} as const satisfies Record<string, z.ZodType>;
