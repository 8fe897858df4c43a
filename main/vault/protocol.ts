import type { FailureCode } from '../../app/failure.ts';
import type { ScriptId, UpdateId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary } from '../../app/ipc/contract.ts';

/** What the vault's client and its workers say to each other. Both ends are ours: typed, not parsed. */

export interface NewUpdate {
  readonly updateId: UpdateId;
  readonly format: number;
  /** One V1 update. */
  readonly bytes: Uint8Array;
}

interface OfScript {
  readonly scriptId: ScriptId;
}

/** Workers have no clock: `at` is main's time of asking, in milliseconds since 1970. */
interface Timed {
  readonly at: number;
}

/** A question's name, what it takes, what it answers. */
export interface WriterCalls {
  append: { input: OfScript & Timed & { readonly update: NewUpdate }; output: void };
  create: {
    input: OfScript & Timed & { readonly title: string; readonly updates: readonly NewUpdate[] };
    output: void;
  };
  rename: { input: OfScript & Timed & { readonly title: string }; output: void };
  trash: { input: OfScript & Timed; output: void };
  restore: { input: OfScript & Timed; output: void };
  list: { input: object; output: readonly ScriptSummary[] };
  'open-script': { input: OfScript; output: OpenedScript };
  close: { input: Timed; output: void };
}

export type Calls = Record<string, { input: object; output: unknown }>;

/** A call as data, one variant per name. */
export type Request<C> = {
  [N in keyof C]: C[N] extends { input: infer I } ? { readonly name: N; readonly input: I } : never;
}[keyof C];

export interface Asked<C> {
  readonly number: number;
  readonly request: Request<C>;
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: FailureCode; readonly message: string; readonly cause: unknown }
  | { readonly ok: false; readonly bug: unknown };

/** What one group commit answers, in one message. */
export interface Answered {
  readonly number: number;
  readonly outcome: Outcome;
}

export interface WriterStart {
  /** The account's own folder. */
  readonly folder: string;
  readonly account: string;
  readonly appVersion: string;
  /** Used when the file is made. */
  readonly vaultId: string;
  readonly at: number;
}
