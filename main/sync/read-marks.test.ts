import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { ScriptSync, Standing } from '../../app/ipc/sync.ts';
import { ReadMarks } from './read-marks.ts';

const scriptId = ScriptId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7');

const NEWS: AwayLog = { read: 1, head: 2, readAt: 0, state: null, updates: [], people: [] };
const ON_SERVER: Standing = { kind: 'on-server', seenBy: [] };
const OFFLINE: Standing = { kind: 'offline', edits: 0, oldestAt: null };

function openMarks() {
  const told: (number | 'all')[] = [];
  const state: { log: AwayLog | null } = { log: null };
  const marks = new ReadMarks({
    briefing: {
      log: async () => state.log,
      markRead: async ({ ordinal }) => void told.push(ordinal),
    },
    isFocused: () => true,
    wake: () => ({ [Symbol.dispose]: () => undefined }),
    onTrouble: (error) => {
      throw error;
    },
  });
  const stand = async (standing: Standing): Promise<void> => {
    const script: ScriptSync = { scriptId, standing, acknowledgedAt: null, receivedAt: null, position: 1, head: 1 };
    marks.hear([script]);
    await Promise.resolve();
    await Promise.resolve();
  };
  const attend = async (): Promise<void> => {
    marks.attended(new Map([[scriptId, { isFocused: true }]]));
    await Promise.resolve();
    await Promise.resolve();
  };
  return { marks, told, state, stand, attend };
}

test('[BRIEF-8] whoever has the script in front of them and nothing left to be told of reads along', async () => {
  const { told, stand, attend } = openMarks();
  await attend();
  await stand(ON_SERVER);
  expect(told).toEqual(['all']);
});

test('[BRIEF-8] what comes after a time without a way to the server is news, also for whoever sat there writing', async () => {
  const { marks, told, state, stand, attend } = openMarks();
  await attend();
  await stand(OFFLINE);
  state.log = NEWS;
  await stand({ kind: 'receiving' });
  await stand(ON_SERVER);
  await stand(ON_SERVER);
  expect(told).toEqual([]);
  state.log = null;
  await marks.read(scriptId, 2);
  await stand(ON_SERVER);
  expect(told).toEqual([2, 'all']);
});

test('[BRIEF-8] a way that comes back with nothing new on it lets the person read along as before', async () => {
  const { told, stand, attend } = openMarks();
  await attend();
  await stand(OFFLINE);
  await stand(ON_SERVER);
  await stand(ON_SERVER);
  expect(told).toEqual(['all']);
});
