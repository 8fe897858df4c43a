import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import { handWake } from '../../tests/support/hand-wake.ts';
import { Random } from '../../tests/support/random.ts';
import { ReadMarks } from './read-marks.ts';

const SCRIPT = ScriptId.parse(new Random(8).uuid());
const UNREAD: AwayLog = { read: 3, head: 9, readAt: 0, state: null, updates: [], people: [] };

const synced = (kind: 'on-server' | 'receiving'): ScriptSync => ({
  scriptId: SCRIPT,
  standing: kind === 'on-server' ? { kind, seenBy: [] } : { kind },
  acknowledgedAt: null,
  receivedAt: null,
  position: 9,
  head: 9,
});

/** Marks of one script; the test says whether somebody looks at it, and what of it is unread. */
function openMarks() {
  const { wake, pass, waiting } = handWake();
  const marked: (number | 'all')[] = [];
  let unread: AwayLog | null = null;
  let isFocused = true;
  let looked = 0;
  const marks = new ReadMarks({
    briefing: {
      log: async () => {
        looked += 1;
        return unread;
      },
      markRead: async ({ ordinal }) => {
        marked.push(ordinal);
        unread = null;
      },
    },
    isFocused: () => isFocused,
    wake,
    onTrouble: (error) => expect.unreachable(String(error)),
  });
  const attend = async (focused: boolean): Promise<void> => {
    isFocused = focused;
    const before = looked;
    marks.attended(new Map([[SCRIPT, { isFocused: focused }]]));
    if (focused) await expect.poll(() => looked).toBeGreaterThan(before);
  };
  return { marks, marked, attend, pass, waiting, becomeUnread: () => void (unread = UNREAD) };
}

test('[SYNC-17] whoever looks on reads along with what others write, once everything of it is on the server', async () => {
  const { marks, marked, attend, pass } = openMarks();
  await attend(true);
  marks.hear([synced('receiving')]);
  expect(marked).toEqual([]);
  marks.hear([synced('on-server')]);
  expect(marked).toEqual(['all']);
  for (let i = 0; i < 50; i += 1) marks.hear([synced('on-server')]);
  expect(marked).toEqual(['all']);
  pass(2_000);
  expect(marked).toEqual(['all', 'all']);
});

test('[SYNC-17] what happened before somebody looked stays unread until they say that they read it', async () => {
  const { marks, marked, attend, becomeUnread } = openMarks();
  becomeUnread();
  await attend(true);
  marks.hear([synced('on-server')]);
  expect(marked).toEqual([]);
  expect(await marks.log(SCRIPT)).toEqual(UNREAD);
  await marks.read(SCRIPT, 9);
  marks.hear([synced('on-server')]);
  expect(marked).toEqual([9, 'all']);
});

test('[SYNC-17] nobody reads along in a window that is not in front, and at the end no timer is left', async () => {
  const { marks, marked, attend, waiting, pass } = openMarks();
  await attend(true);
  marks.hear([synced('on-server')]);
  marks.hear([synced('on-server')]);
  await attend(false);
  pass(2_000);
  marks.hear([synced('on-server')]);
  expect(marked).toEqual(['all']);
  await attend(true);
  marks.hear([synced('on-server')]);
  marks[Symbol.dispose]();
  expect([marked, waiting()]).toEqual([['all', 'all'], 0]);
});
