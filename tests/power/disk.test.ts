import { expect, test } from 'vitest';
import { Random } from '../support/random.ts';
import { Disk } from './disk.ts';
import { DATA_LOSSES, NAME_LOSSES, type Image } from './power-cut.ts';
import type { Entry } from './recording.ts';

const created = (handle: number, name: string): Entry => ({ kind: 'created', handle, name });
const written = (handle: number, at: number, text: string): Entry => ({
  kind: 'written',
  handle,
  at,
  bytes: Buffer.from(text),
});
/** Handle 0 is the outermost folder. */
const root: Entry = { kind: 'opened', handle: 0, name: '' };
const flush = (handle: number, flushes = handle): Entry[] => [
  { kind: 'flush-began', handle, flush: flushes },
  { kind: 'flush-ended', handle, flush: flushes },
];

/** Every state that chance finds after these changes, as text. */
function states(entries: readonly Entry[]): ReadonlySet<string> {
  const disk = new Disk();
  for (const entry of [root, ...entries]) disk.apply(entry);
  const found = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) {
    for (const data of DATA_LOSSES) {
      for (const names of NAME_LOSSES) found.add(shown(disk.afterPowerCut(new Random(seed), { data, names })));
    }
  }
  return found;
}

const shown = (image: Image): string =>
  [...image]
    .map(([name, bytes]) => `${name}=${bytes === null ? '/' : bytes.toString().replaceAll('\0', '0')}`)
    .join(' ');

test('[POWER-4] what was flushed is there, what was not may be; a new name needs its folder’s flush', () => {
  expect(states([created(1, 'a'), written(1, 0, 'x')])).toEqual(new Set(['', 'a=', 'a=x']));
  expect(states([created(1, 'a'), written(1, 0, 'x'), ...flush(1)])).toEqual(new Set(['', 'a=x']));
  expect(states([created(1, 'a'), ...flush(0), written(1, 0, 'x')])).toEqual(new Set(['a=', 'a=x']));
  expect(states([created(1, 'a'), written(1, 0, 'x'), ...flush(1), ...flush(0)])).toEqual(new Set(['a=x']));
});

test('[POWER-4] later writes may be there without earlier ones, with zeros in between', () => {
  const both = [created(1, 'a'), ...flush(0), written(1, 0, 'x'), written(1, 2, 'y')];
  expect(states(both)).toEqual(new Set(['a=', 'a=x', 'a=x0y', 'a=00y']));
});

test('[POWER-4] a write is torn at the disk’s sectors', () => {
  const torn = [created(1, 'a'), ...flush(0), written(1, 510, 'abcd')];
  const ends = [...states(torn)].map((state) => state.replace(/0{500,}/, '…'));
  expect(new Set(ends)).toEqual(new Set(['a=', 'a=…ab', 'a=…abcd', 'a=…cd']));
});

test('[POWER-4] what was written while a flush was on its way is not flushed by it', () => {
  const between = [
    created(1, 'a'),
    ...flush(0),
    written(1, 0, 'x'),
    { kind: 'flush-began', handle: 1, flush: 9 } as const,
    written(1, 1, 'y'),
    { kind: 'flush-ended', handle: 1, flush: 9 } as const,
  ];
  expect(states(between)).toEqual(new Set(['a=x', 'a=xy']));
});

test('[POWER-4] a rename is whole: the old name or the new one, never none and never both', () => {
  const made = [created(1, 'a.part'), written(1, 0, 'x'), ...flush(1), ...flush(0)];
  const renamed: Entry = { kind: 'renamed', from: 'a.part', to: 'a' };
  expect(states([...made, renamed])).toEqual(new Set(['a.part=x', 'a=x']));
  expect(states([...made, renamed, ...flush(0, 2)])).toEqual(new Set(['a=x']));
  // Over an existing name: that one or the new one.
  const over = [created(2, 'a'), written(2, 0, 'old'), ...flush(2), ...made, renamed];
  expect(states(over)).toEqual(new Set(['a=old a.part=x', 'a=x']));
});

test('[POWER-4] a file that was removed may come back, and so may what a resize cut off', () => {
  const made = [created(1, 'a'), written(1, 0, 'xyz'), ...flush(1), ...flush(0)];
  expect(states([...made, { kind: 'unlinked', name: 'a' }])).toEqual(new Set(['', 'a=xyz']));
  expect(states([...made, { kind: 'resized', handle: 1, size: 1 }])).toEqual(new Set(['a=xyz', 'a=x']));
});

test('[POWER-4] a file in a folder whose own name was not flushed is not there', () => {
  const made: Entry[] = [
    { kind: 'folder-made', name: 'f' },
    { kind: 'opened', handle: 5, name: 'f' },
  ];
  const inside = [...made, created(1, 'f/a'), ...flush(1), ...flush(5)];
  expect(states(inside)).toEqual(new Set(['', 'f=/ f/a=']));
});
