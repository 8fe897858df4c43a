import { expect, test } from 'vitest';
import { closingWords } from './closing-words.ts';

const none = { edits: 0, kept: 0, silentWindows: 0 };

test('[FULL-11] closing tells apart what would be lost and what would wait in the emergency store', () => {
  const lost = closingWords({ ...none, edits: 2 });
  expect(lost.message).toBe('2 edits could not be saved.');
  expect(lost.detail).toMatch(/Closing anyway loses what is not saved\.$/);
  const kept = closingWords({ ...none, kept: 1 });
  expect(kept.message).toBe('1 edit is only in the emergency store.');
  expect(kept.detail).toMatch(/saved when Galley is opened again/);
  expect(kept.detail).not.toMatch(/loses/);
  const both = closingWords({ edits: 1, kept: 3, silentWindows: 2 });
  expect(both.message).toBe(
    '1 edit could not be saved. 3 edits are only in the emergency store. 2 windows did not answer in time and may hold edits that are not saved.',
  );
  expect(both.detail).toMatch(/emergency store is on this device too.*Closing anyway loses/);
});

test('[FULL-11] nothing that is said claims that edits in the emergency store are saved', () => {
  for (const edits of [0, 1]) {
    for (const silentWindows of [0, 1]) {
      const { message, detail } = closingWords({ edits, kept: 2, silentWindows });
      expect(message).toContain('only in the emergency store');
      expect(`${message} ${detail}`).not.toMatch(/!|sorry|vault|please/i);
    }
  }
});
