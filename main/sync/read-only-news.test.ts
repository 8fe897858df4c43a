import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { roles, type Role } from '../../app/access/roles.ts';
import { Failure } from '../../app/failure.ts';
import { ProjectId, ScriptId } from '../../app/ids.ts';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import { EMPTY_CHAIN } from '../../app/server/chain.ts';
import type { Lane } from '../../app/sync/facts.ts';
import { OpenScripts } from '../ipc/open-scripts.ts';
import { readOnlyReason } from './read-only.ts';
import { ReadOnlyNews } from './read-only-news.ts';

const random = new Random(5);
const SCRIPT = ScriptId.parse(random.uuid());
const ELSEWHERE = ScriptId.parse(random.uuid());
const WINDOW = 7;

const LANE: Lane = {
  scriptId: SCRIPT,
  projectId: ProjectId.parse(random.uuid()),
  title: 'Harbour pilot',
  isRegistered: true,
  cursor: { position: 0, chain: EMPTY_CHAIN },
  reached: 0,
  epoch: null,
  role: 'freelancer',
  status: 'in_review',
  hasAccess: true,
  isHealing: false,
  attempts: 0,
  retryAt: null,
  hasNewerFormat: false,
  outbox: { waiting: 0, held: 0, heldBecause: null, refused: 0, refusedBecause: null, oldestAt: null },
};

/** News of one script's lane, which the test changes, and what its window was told. */
function openNews() {
  const openScripts = new OpenScripts();
  const told: (ReadOnlyReason | null)[] = [];
  let lane = LANE;
  const news = new ReadOnlyNews({
    local: {
      lane: async (scriptId) => {
        if (scriptId !== SCRIPT) throw new Failure('not-found', 'It belongs to no project.');
        return lane;
      },
    },
    openScripts,
    windows: {
      send: (_windowId, _name, payload) => told.push((payload as { readOnly: ReadOnlyReason | null }).readOnly),
    },
    onTrouble: (error) => expect.unreachable(String(error)),
  });
  return { news, openScripts, told, become: (change: Partial<Lane>) => void (lane = { ...lane, ...change }) };
}

const standing = (kind: 'access-ended' | 'newer-format'): ScriptSync => ({
  scriptId: SCRIPT,
  standing: { kind, edits: 0, oldestAt: null },
  acknowledgedAt: null,
  receivedAt: null,
  position: 0,
  head: 0,
});

test('[SYNC-8] who never writes in live text may not here; who may at other times goes on, and is held', () => {
  const reasons = Object.fromEntries(roles.map((role: Role) => [role, readOnlyReason({ ...LANE, role })]));
  expect(reasons).toEqual({
    admin: null,
    internal: null,
    freelancer: null,
    client: 'may-not-write',
    viewer: 'may-not-write',
  });
  expect(readOnlyReason({ ...LANE, role: null })).toBeNull();
  expect(readOnlyReason({ ...LANE, role: null, hasAccess: false })).toBe('access-ended');
  expect(readOnlyReason({ ...LANE, role: 'viewer', hasNewerFormat: true })).toBe('newer-format');
});

test('[SYNC-8] a window that shows a script is told once when its right to write ends, and when it comes back', async () => {
  const { news, openScripts, told, become } = openNews();
  openScripts.opened(SCRIPT, WINDOW);
  expect(await news.reasonOf(SCRIPT)).toBeNull();
  news.lookAgain();
  become({ role: 'viewer' });
  news.lookAgain();
  news.lookAgain();
  await expect.poll(() => told).toEqual(['may-not-write']);
  become({ role: null, hasAccess: false });
  news.hear([standing('access-ended')]);
  await expect.poll(() => told).toEqual(['may-not-write', 'access-ended']);
  become({ role: 'freelancer', hasAccess: true });
  news.lookAgain();
  await expect.poll(() => told).toEqual(['may-not-write', 'access-ended', null]);
});

test('[SYNC-8] a script on this device alone, and one that no window shows, are nobody’s news', async () => {
  const { news, told, become } = openNews();
  expect(await news.reasonOf(ELSEWHERE)).toBeNull();
  expect(await news.reasonOf(SCRIPT)).toBeNull();
  become({ hasNewerFormat: true });
  news.hear([standing('newer-format')]);
  expect(await news.reasonOf(SCRIPT)).toBe('newer-format');
  expect(told).toEqual([]);
});
