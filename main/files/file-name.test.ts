import { expect, test } from 'vitest';
import { fileNameFor } from './file-name.ts';

test.for([
  ['How the Library of Things works', 'How the Library of Things works.md'],
  ['Act 1: In/Out <draft> "final" | v2?*', 'Act 1 In Out draft final v2.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['C:\\Scripts\\ana', 'C Scripts ana.md'],
  ['.hidden', 'hidden.md'],
  ['The end...  ', 'The end.md'],
  ['con', '_con.md'],
  ['LPT1.notes', '_LPT1.notes.md'],
  ['console', 'console.md'],
  ['a\u0000b\u001fc\nd', 'a b c d.md'],
  ['txt\u202egnp', 'txt gnp.md'],
  ['???', 'Script.md'],
  ['', 'Script.md'],
  ['Family 👩‍👩‍👧', 'Family 👩‍👩‍👧.md'],
  ['Žižkov', 'Žižkov.md'],
] as const)('[FORMAT-14] a script called %j is suggested as %j', ([title, name]) => {
  expect(fileNameFor(title, 'md')).toBe(name);
});

test('[FORMAT-14] a long title is cut between characters, never inside one', () => {
  const name = fileNameFor('👩‍👩‍👧'.repeat(60), 'txt');
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(204);
  expect(name).toMatch(/^(?:👩‍👩‍👧)+\.txt$/u);
});
