import type { ScriptId, UpdateId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, type Cursor } from '../../../app/server/chain.ts';
import { FRAME_HEADER_BYTES } from '../../../app/server/frames.ts';
import { limits } from '../../../app/server/limits.ts';
import type { Person, RemoteUpdate } from '../../../app/sync/facts.ts';
import type { Answer, Pulled } from '../../../app/sync/ports.ts';
import type { Caller, ModelServer } from './model-server.ts';
import type { LogRow, ServerState } from './model-state.ts';
import { refused } from './refused.ts';

/** What pull_updates answers: a page, the service's snapshot to somebody far behind, or that this is another history. */
export function pull(
  server: ModelServer,
  caller: Caller,
  scriptId: ScriptId,
  cursor: Cursor,
  maxBytes: number,
): Answer<Pulled> {
  const refusal = server.refuseReader(caller, scriptId);
  if (refusal !== undefined) return refusal;
  if (cursor.position < 0 || maxBytes < 1) return refused('bad-request');
  const { log, epoch, snapshot } = server.script(scriptId);
  const head = log.length;
  const own = cursor.position === 0 ? EMPTY_CHAIN : log[cursor.position - 1]?.chain;
  if (own !== cursor.chain) return { ok: true, value: { kind: 'diverged', head, epoch } };
  if (head - cursor.position > server.farBehind && snapshot !== null) {
    const { position, chain, state } = snapshot;
    // One of another history is none.
    if (position > cursor.position + server.farBehind && log[position - 1]?.chain === chain) {
      return {
        ok: true,
        value: { kind: 'snapshot', page: { from: cursor, state, to: { position, chain } }, head, epoch },
      };
    }
  }
  const rows = pageOf(log.slice(cursor.position), Math.min(maxBytes, limits.pullBytes));
  const to = { position: cursor.position + rows.length, chain: rows.at(-1)?.chain ?? cursor.chain };
  const page = { from: cursor, updates: rows.map(updateOf), to, people: peopleOf(server.state, rows) };
  return { ok: true, value: { kind: 'updates', page, head, epoch } };
}

export function missing(
  server: ModelServer,
  caller: Caller,
  scriptId: ScriptId,
  ids: readonly UpdateId[],
): Answer<readonly UpdateId[]> {
  const refusal = server.refuseReader(caller, scriptId);
  if (refusal !== undefined) return refusal;
  if (ids.length > limits.missingIds) return refused('too-large');
  const held = new Set(server.script(scriptId).log.map(({ id }) => id));
  return { ok: true, value: ids.filter((id) => !held.has(id)) };
}

/** At least one, however large. */
function pageOf(rows: readonly LogRow[], maxBytes: number): readonly LogRow[] {
  let bytes = 0;
  const end = rows.findIndex((row) => (bytes += FRAME_HEADER_BYTES + row.bytes.length) > maxBytes);
  return rows.slice(0, Math.min(limits.pullUpdates, end === -1 ? rows.length : Math.max(1, end)));
}

const updateOf = ({ id, format, bytes, pushedBy, claimedAuthor }: LogRow): RemoteUpdate => ({
  id,
  format,
  bytes,
  pushedBy,
  claimedAuthor,
});

function peopleOf({ people }: ServerState, rows: readonly LogRow[]): readonly Person[] {
  const ids = new Set(rows.flatMap(({ pushedBy, claimedAuthor }) => [pushedBy, claimedAuthor ?? pushedBy]));
  return Array.from(ids, (personId) => ({ personId, name: people.get(personId) ?? null }));
}
