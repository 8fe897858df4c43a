import { expect, test } from 'vitest';
import { people } from '../../support/server/people.ts';
import { play } from './play.ts';

test('[INTRUDER-1] whatever a hand-made program tries without the right to write, logs and open editors stay as they are', async () => {
  const { counts, peers, ...states } = await play(1, 240);
  expect(states.logsAfter).toBe(states.logsBefore);
  expect(states.editorsAfter).toEqual(states.editorsBefore);
  expect(peers.filter((person) => person !== people.ada.id && person !== people.ines.id)).toEqual([]);
  const kinds = new Set([...counts.keys()].map((name) => name.split(',')[0]));
  expect(kinds.size).toBe(7);
});
