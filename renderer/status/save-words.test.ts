import { expect, test } from 'vitest';
import { FailureCode } from '../../app/failure.ts';
import type { SaveState, TroubledState } from '../document/save-state.ts';
import { leftoverWords } from './leftover-words.ts';
import { saveTrouble, saveWords } from './save-words.ts';

const refused = ['keeping', 'emergency', 'memory', 'stopped'] as const;
const state = (kind: (typeof refused)[number], code: FailureCode = 'disk-full', unsaved = 9): TroubledState => ({
  kind,
  code,
  unsaved,
});
const slow: TroubledState = { kind: 'slow', unsaved: 9 };

test('[LOOK-5] the words beside the title follow the acknowledgements', () => {
  const words = (now: SaveState) => Object.values(saveWords(now)).join(' · ');
  expect(words({ kind: 'saved' })).toBe('Saved on this device · device · yes');
  expect(words({ kind: 'saving' })).toBe('Saving… · plain · no');
  expect(words(slow)).toBe('Saving takes long, not saved yet · waiting · no');
  expect(words(state('keeping'))).toBe('Not saved yet… · waiting · no');
  expect(words(state('emergency'))).toBe('Not saved yet: in the emergency store · waiting · part');
  expect(words(state('memory', 'disk-full', 1))).toBe('Not saved: 1 edit only in this window · trouble · no');
  expect(words(state('stopped'))).toBe('Not saved: writing is paused · trouble · no');
});

test('[LOOK-5] whatever the reason, the trouble says what happened, what is safe and what to do', () => {
  const states = [slow, ...FailureCode.options.flatMap((code) => refused.map((kind) => state(kind, code)))];
  for (const troubled of states) {
    const trouble = saveTrouble(troubled);
    expect(Object.values(trouble).every((words) => words.length > 10)).toBe(true);
    expect(JSON.stringify(trouble)).not.toMatch(/!|sorry|vault|please/i);
    expect(trouble.safe).toMatch(/saved on (this device|that disk)/);
    const more = saveTrouble({ ...troubled, unsaved: 10 });
    expect(more, 'read aloud again only when something else changed').toEqual(trouble);
  }
});

test('[LOOK-5] each reason has words of its own, and each place of the edits too', () => {
  const codes = ['disk-full', 'read-only-disk', 'disk-gone', 'unexpected'] as const;
  const texts = codes.flatMap((code) =>
    (['emergency', 'memory', 'stopped'] as const).map((kind) => JSON.stringify(saveTrouble(state(kind, code)))),
  );
  expect(new Set([...texts, JSON.stringify(saveTrouble(slow))]).size).toBe(13);
  expect(saveTrouble(state('keeping'))).toEqual(saveTrouble(state('emergency')));
});

test('[FULL-7] what was brought home from the emergency store is told calmly, and what has no home truthfully', () => {
  expect(leftoverWords({ kind: 'saved', edits: 1 })).toBe(
    '1 edit from before was waiting in the emergency store. Now everything is saved on this device.',
  );
  expect(leftoverWords({ kind: 'stranded', edits: 3 })).toMatch(/^3 edits .* stay there; restore that script/);
});
