import type { Chain, Cursor } from '../../../app/server/chain.ts';
import type { ScriptStatus } from '../../../app/server/log-calls.ts';
import type { RefusalCode } from '../../../app/server/refusal.ts';
import { chainOf, type Update } from './updates.ts';
import type { Role } from './world.ts';

/** What a script's log should be, as plainly as it can be said: the server is held against it. */
export interface Model {
  readonly log: readonly Update[];
  readonly status: ScriptStatus;
  readonly version: number;
}

export const EMPTY: Model = { log: [], status: 'draft', version: 1 };

export type Outcome = { readonly refused: RefusalCode } | { readonly answered: object };

const WRITERS: readonly Role[] = ['admin', 'internal', 'freelancer'];
const READERS: readonly Role[] = [...WRITERS, 'viewer'];
const STAFF: readonly Role[] = ['admin', 'internal'];

export const chainAt = ({ log }: Model, position: number): Chain => chainOf(log.slice(0, position));

export function push(model: Model, role: Role, updates: readonly Update[]): readonly [Model, Outcome] {
  const refuse = (refused: RefusalCode): readonly [Model, Outcome] => [model, { refused }];
  if (!WRITERS.includes(role)) return refuse('not-allowed');
  if (new Set(updates.map(({ id }) => id)).size < updates.length) return refuse('bad-request');
  const known = (update: Update): Update | undefined => model.log.find(({ id }) => id === update.id);
  if (updates.some((update) => !isSame(update, known(update) ?? update))) return refuse('other-bytes');
  const fresh = updates.filter((update) => known(update) === undefined);
  if (fresh.length > 0 && !mayWrite(role, model.status)) return refuse('script-status');
  const log = [...model.log, ...fresh];
  const positions = updates.map((update) => log.findIndex(({ id }) => id === update.id) + 1);
  const answered = {
    positions,
    first: Math.min(...positions),
    last: Math.max(...positions),
    head: log.length,
    chain: chainOf(log),
  };
  return [{ ...model, log }, { answered }];
}

export function pull(model: Model, role: Role, { position, chain }: Cursor): Outcome {
  if (!READERS.includes(role)) return { refused: 'not-allowed' };
  const head = model.log.length;
  if (position > head || chain !== chainAt(model, position)) {
    return { answered: { kind: 'diverged', head, chain: chainOf(model.log) } };
  }
  return { answered: { kind: 'updates', first: position + 1, head } };
}

export function missing(model: Model, role: Role, ids: readonly string[]): Outcome {
  if (!READERS.includes(role)) return { refused: 'not-allowed' };
  return { answered: { missing: ids.filter((id) => !model.log.some((update) => update.id === id)) } };
}

export function setStatus(
  model: Model,
  role: Role,
  { status, expected }: { readonly status: ScriptStatus; readonly expected: number },
): readonly [Model, Outcome] {
  if (!STAFF.includes(role)) return [model, { refused: 'not-allowed' }];
  const isDone = model.status === status && (model.version === expected || model.version === expected + 1);
  if (isDone) return [model, { answered: { version: model.version } }];
  if (model.version !== expected) return [model, { refused: 'version-conflict' }];
  const version = model.version + 1;
  return [{ ...model, status, version }, { answered: { version } }];
}

function mayWrite(role: Role, status: ScriptStatus): boolean {
  if (role === 'freelancer') return status === 'draft' || status === 'changes_requested';
  return status !== 'archived';
}

const isSame = (a: Update, b: Update): boolean => Buffer.compare(a.bytes, b.bytes) === 0;
