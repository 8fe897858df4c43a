import type { Cursor } from '../server/chain.ts';
import type { Epoch } from '../server/topics.ts';
import type { PersonId, ProjectId, ScriptId, UpdateId } from '../ids.ts';
import type { Role, ScriptStatus } from '../access/roles.ts';

// What the sync engine knows of a script: values that the vault keeps and the engine decides on.

/** Why an edit waits here although there is a way to the server. It goes by itself when the reason ends. */
export type HeldReason =
  /** The script is before clients: freelancers write again when changes are asked for. */
  | 'in-review'
  /** It is approved: freelancers do not write in it any more. */
  | 'approved'
  | 'archived'
  /** A viewer, or a role that was lowered. */
  | 'role-may-not-write'
  /** The person is no member any more, or the script went to a place where they are none. */
  | 'access-ended';

/** Why the server will never take a batch as it is. A person decides what becomes of it; the rest of the script goes on. */
export type RefusedReason = 'bad-request' | 'too-large' | 'unknown-format' | 'other-bytes';

/** A stretch of a script's log that is, or is to be, one row of the server's log. Sent and sent again under the same id. */
export interface Batch {
  readonly batchId: UpdateId;
  readonly format: number;
  /** One V1 update. */
  readonly bytes: Uint8Array;
  /** Who wrote it, where that is somebody else than whoever sends it; null otherwise. */
  readonly claimedAuthor: PersonId | null;
}

/** What of a script is on this device alone. An edit is one update of its log: what was typed within 20 ms. */
export interface Outbox {
  /** Edits that may be sent: in batches that wait, and not in a batch yet. */
  readonly waiting: number;
  readonly held: number;
  readonly heldBecause: HeldReason | null;
  readonly refused: number;
  readonly refusedBecause: RefusedReason | null;
  /** When the oldest of all these was saved, in milliseconds since 1970 by this device's clock; null when there is none. */
  readonly oldestAt: number | null;
}

/** One script of a project, as the vault has it. */
export interface Lane {
  readonly scriptId: ScriptId;
  readonly projectId: ProjectId;
  readonly title: string;
  /** False until the server is known to have the script. */
  readonly isRegistered: boolean;
  /** How much of the server's log is here. */
  readonly cursor: Cursor;
  /** The highest position that is known here; beyond the cursor where a push was answered and what lies between is not here. */
  readonly reached: number;
  /** Null before the server said. */
  readonly epoch: Epoch | null;
  /** Null where access ended, and before the server said. */
  readonly role: Role | null;
  readonly status: ScriptStatus | null;
  /** The person was a member when the server last said. */
  readonly hasAccess: boolean;
  /** The server was found with another history: it is not yet known again what it has. */
  readonly isHealing: boolean;
  /** Failed attempts in a row, and when the next may be made, in milliseconds since 1970. */
  readonly attempts: number;
  readonly retryAt: number | null;
  /** Something was written in a format that this build does not know: it is stored and not shown. */
  readonly hasNewerFormat: boolean;
  readonly outbox: Outbox;
}

/** An update of the server's log. */
export interface RemoteUpdate {
  readonly id: UpdateId;
  readonly format: number;
  readonly bytes: Uint8Array;
  readonly pushedBy: PersonId;
  /** Who wrote it first, as the pusher says; null for the pusher. */
  readonly claimedAuthor: PersonId | null;
}

export interface Person {
  readonly personId: PersonId;
  readonly name: string | null;
}
