import type { Role, ScriptStatus } from '../access/roles.ts';
import type { DeviceId, OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../ids.ts';
import type { Chain, Cursor } from '../server/chain.ts';
import type { Refusal } from '../server/refusal.ts';
import type { Ring } from '../server/ring.ts';
import type { Epoch } from '../server/topics.ts';
import type { Batch, HeldReason, Lane, Person, RefusedReason, RemoteUpdate } from './facts.ts';

// What the sync engine needs of the world. The vault, Supabase and the machine stand behind these; the engine knows none.

/** Updates that follow each other in the server's log: from behind `from` up to `to`, whose chain they give. */
export interface Page {
  readonly from: Cursor;
  readonly updates: readonly RemoteUpdate[];
  readonly to: Cursor;
  readonly people: readonly Person[];
}

/** A state of everything up to a place in the server's log. */
export interface SnapshotPage {
  readonly from: Cursor;
  /** A Yjs state, V2. */
  readonly state: Uint8Array;
  readonly to: Cursor;
}

/** What storing a page did. `moved`: the cursor is no longer where the page begins, so nothing was stored. */
export type Stored =
  | { readonly kind: 'moved'; readonly lane: Lane }
  | {
      readonly kind: 'stored';
      /** New here, readable, and of a known format: what windows are to be told, in order. */
      readonly fresh: readonly { readonly bytes: Uint8Array; readonly personId: PersonId | null }[];
      readonly lane: Lane;
    };

/**
 * The vault, as the engine sees it. Everything is on disk when it resolves, in one transaction per call; repeating a call
 * is harmless. Fails with a `Failure` (`disk-full`, `disk-gone`, `not-found`, …): then nothing of the call was kept.
 */
export interface LocalLog {
  /** Every script that belongs to a project. Those that are only on this device have no lane. */
  lanes(): Promise<readonly Lane[]>;
  /** @throws Failure `not-found` for a script that has no lane. */
  lane(scriptId: ScriptId): Promise<Lane>;
  /**
   * Puts what is in no batch yet into batches, each of at most 256 updates and 256 KB (one update may be larger), and
   * answers those that wait, oldest first: at most `most.batches` and `most.bytes` of them, one at least.
   */
  nextBatches(
    scriptId: ScriptId,
    most: { readonly batches: number; readonly bytes: number },
  ): Promise<readonly Batch[]>;
  /** The server has these. */
  acknowledge(scriptId: ScriptId, acknowledged: readonly Acknowledged[]): Promise<Lane>;
  /** Stores the updates of a page and moves the cursor, together. Own batches among them are acknowledged by that. */
  receive(scriptId: ScriptId, page: Page): Promise<Stored>;
  receiveSnapshot(scriptId: ScriptId, page: SnapshotPage): Promise<Stored>;
  /** What waits may not be sent now; held edits that come later are held by the next call. */
  hold(scriptId: ScriptId, reason: HeldReason): Promise<Lane>;
  /** Held edits wait again. */
  release(scriptId: ScriptId): Promise<Lane>;
  /** This batch is never sent again by itself. */
  setAside(scriptId: ScriptId, batchId: UpdateId, reason: RefusedReason): Promise<Lane>;
  /** A person wants what was set aside to be tried again. */
  sendAgain(scriptId: ScriptId): Promise<Lane>;
  setRetry(scriptId: ScriptId, retry: { readonly attempts: number; readonly retryAt: number | null }): Promise<Lane>;
  /** The server has the script now, and the person reaches it. */
  registered(scriptId: ScriptId, server: Registered): Promise<Lane>;

  /** The server has another history: the cursor goes to the start, and of no batch it is known that the server has it. */
  beginHealing(scriptId: ScriptId): Promise<Lane>;
  /**
   * Ids of the batches that the server had, own and received, in the order of this log. `after` is the last id of the
   * page before, whatever became of it since.
   */
  provableIds(scriptId: ScriptId, after: UpdateId | null, limit: number): Promise<readonly UpdateId[]>;
  /** The server lost these: they wait, under their own ids and with their writers as claimed authors. */
  lost(scriptId: ScriptId, ids: readonly UpdateId[]): Promise<Lane>;
  /** Of every batch it is known again whether the server has it. */
  endHealing(scriptId: ScriptId): Promise<Lane>;

  /**
   * What the server said the person may reach: projects, roles, titles, status and epochs. The scripts in it are
   * registered. Those that are not here yet begin empty, except those that were removed from this device on purpose.
   * What is registered and missing from it has lost access (its words stay); nothing is ever removed by it.
   */
  storeAccess(access: Access): Promise<readonly Lane[]>;
  /** The last one stored, for work without a connection. */
  access(): Promise<Access | null>;
}

export interface Acknowledged {
  readonly batchId: UpdateId;
  readonly position: number;
}

export interface Registered {
  readonly title: string;
  readonly status: ScriptStatus;
  /** The server's count of changes of the script's title, status and dates. */
  readonly version: number;
  readonly epoch: Epoch;
}

/** Everything the person may reach; times in milliseconds since 1970. */
export interface Access {
  readonly person: Person;
  readonly organizations: readonly { readonly id: OrganizationId; readonly name: string; readonly role: Role }[];
  readonly projects: readonly {
    readonly id: ProjectId;
    readonly organizationId: OrganizationId;
    readonly name: string;
    readonly role: Role;
    readonly version: number;
    readonly archivedAt: number | null;
  }[];
  readonly scripts: readonly (Registered & {
    readonly id: ScriptId;
    readonly projectId: ProjectId;
    readonly head: number;
    /** At the head; null from a server that does not tell it. A restored server may stand where it stood before. */
    readonly chain: Chain | null;
    readonly dueAt: number | null;
  })[];
}

/** Why a call to the server did not do what was asked. */
export type RemoteTrouble =
  /** No way through: no network, no name, refused, or something on the way (a captive portal) that is not the server. */
  | { readonly kind: 'offline'; readonly because: 'network' | 'captive-portal' | 'certificate' }
  /** The server is there and cannot: 5xx, 429, no answer in time, or the breaker keeps calls back. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number | null }
  /** There is no session, or the server does not take it. */
  | { readonly kind: 'signed-out' }
  /** The server asks for a newer Galley. */
  | { readonly kind: 'too-old' }
  /** The server answered no. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** It answered something that is no answer of ours: a newer or broken server. Nothing is concluded from it. */
  | { readonly kind: 'unreadable' }
  /** The caller let go. */
  | { readonly kind: 'aborted' };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: RemoteTrouble };

export interface Pushed {
  /** For each batch, in the order given. */
  readonly positions: readonly number[];
  /** The log's end behind the call. */
  readonly head: number;
  readonly chain: Chain;
}

export type Pulled =
  | { readonly kind: 'updates'; readonly page: Page; readonly head: number; readonly epoch: Epoch }
  | { readonly kind: 'snapshot'; readonly page: SnapshotPage; readonly head: number; readonly epoch: Epoch }
  | { readonly kind: 'diverged'; readonly head: number; readonly epoch: Epoch };

/** The server, as the engine sees it. Never throws: trouble is an answer. Every page has been held against its chain. */
export interface RemoteLog {
  access(signal: AbortSignal): Promise<Answer<Access>>;
  register(
    script: { readonly scriptId: ScriptId; readonly projectId: ProjectId; readonly title: string },
    signal: AbortSignal,
  ): Promise<Answer<Registered>>;
  /** All of them or none. */
  push(scriptId: ScriptId, batches: readonly Batch[], signal: AbortSignal): Promise<Answer<Pushed>>;
  pull(scriptId: ScriptId, cursor: Cursor, maxBytes: number, signal: AbortSignal): Promise<Answer<Pulled>>;
  /** Those of the ids that the server does not have. At most 10,000. */
  missing(scriptId: ScriptId, ids: readonly UpdateId[], signal: AbortSignal): Promise<Answer<readonly UpdateId[]>>;
  /** This person has, on this device, everything up to the cursor. Refused where the log has another history there. */
  tellSeen(scriptId: ScriptId, deviceId: DeviceId, cursor: Cursor, signal: AbortSignal): Promise<Answer<void>>;
  /** How far each other person has come, on the device where they are furthest. */
  readSeen(scriptId: ScriptId, signal: AbortSignal): Promise<Answer<readonly Seen[]>>;
}

export interface Seen extends Person {
  readonly position: number;
}

/** What is heard of a script. A doorbell: whatever is lost here costs delay and nothing else. */
export type DoorbellNews =
  | { readonly kind: 'rang'; readonly scriptId: ScriptId; readonly ring: Ring }
  /** Something rang that could not be read: a pull tells. */
  | { readonly kind: 'rang-unread'; readonly scriptId: ScriptId }
  /** From now on rings are heard; what was rung before was not. */
  | { readonly kind: 'joined'; readonly scriptId: ScriptId; readonly epoch: Epoch }
  | { readonly kind: 'left'; readonly scriptId: ScriptId }
  /** The topic was given up: somebody lost the right to read. A new access tells whether it is this person. */
  | { readonly kind: 'epoch-over'; readonly scriptId: ScriptId }
  /** How many listen to the script's topic, this device among them. */
  | { readonly kind: 'listeners'; readonly scriptId: ScriptId; readonly count: number };

export interface Doorbell {
  /** The topics to listen to from now on, in place of those before. */
  listen(topics: readonly { readonly scriptId: ScriptId; readonly epoch: Epoch }[]): void;
  /** Answers what ends the hearing. */
  hear(listener: (news: DoorbellNews) => void): Disposable;
}

export interface Clock {
  /** The calendar's, in milliseconds since 1970. It may jump. */
  now(): number;
  /** Milliseconds that never run backwards. */
  elapsed(): number;
  wake(afterMs: number, callBack: () => void): Disposable;
}

export interface Chance {
  /** At least 0, below 1. */
  fraction(): number;
}

export interface Digest {
  sha256(bytes: Uint8Array): Uint8Array;
}
