import { expect, test } from 'vitest';
import { FailureCode } from '../../app/failure.ts';
import type { SaveState } from '../document/save-state.ts';
import { saveAnnouncement, saveTrouble, saveWords } from './save-words.ts';

const failed = (code: FailureCode, unsaved = 9): Extract<SaveState, { kind: 'failed' }> => ({
  kind: 'failed',
  code,
  unsaved,
});

test('[LOOK-5] the words beside the title follow the acknowledgements', () => {
  expect(saveWords({ kind: 'saved' }).label).toBe('Saved on this device');
  expect(saveWords({ kind: 'saving' })).toEqual({ label: 'Saving…', tone: 'plain', device: 'no' });
  expect(saveWords(failed('disk-full', 1))).toEqual({
    label: 'Not saved yet: 1 edit only in this window',
    tone: 'trouble',
    device: 'no',
  });
});

test('[LOOK-5] whatever the reason, the trouble says what happened, what is safe and what to do', () => {
  for (const code of FailureCode.options) {
    const trouble = saveTrouble(failed(code));
    expect(Object.values(trouble).every((words) => words.length > 10)).toBe(true);
    expect(JSON.stringify(trouble)).not.toMatch(/!|sorry|vault/i);
    expect(saveTrouble(failed(code, 10)), 'read aloud again only when something else changed').toEqual(trouble);
  }
});

test('[LOOK-6] a screen reader hears when saving begins to fail and when it works again, never each save', () => {
  expect(saveAnnouncement('saved', { kind: 'saving' })).toBeUndefined();
  expect(saveAnnouncement('saved', { kind: 'saved' })).toBeUndefined();
  expect(saveAnnouncement('saved', failed('disk-full'))).toBe('Not saved yet: 9 edits only in this window');
  expect(saveAnnouncement('failed', failed('disk-full', 12))).toBeUndefined();
  expect(saveAnnouncement('failed', { kind: 'saved' })).toBe('Saved on this device');
});
