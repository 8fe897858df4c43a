import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../../tests/support/vault.ts';
import { asWriteFailure } from './write-failures.ts';
import { writeWhole } from './write-whole.ts';

const newId = (): string => 'an-id';

class Folder extends TemporaryFolder {
  at(name: string): string {
    return join(this.path, name);
  }
}

test('[FORMAT-13] a new file and one that is replaced hold the whole of the new words, and nothing is left beside them', async () => {
  using place = new Folder();
  writeFileSync(place.at('old.md'), 'a much longer text than the new one');
  await writeWhole(place.at('old.md'), 'new', { newId });
  await writeWhole(place.at('new.md'), 'žluť', { newId });
  expect(readFileSync(place.at('old.md'), 'utf8')).toBe('new');
  expect(readFileSync(place.at('new.md'), 'utf8')).toBe('žluť');
  expect(readdirSync(place.path).toSorted()).toEqual(['new.md', 'old.md']);
});

test('[FORMAT-13] what was there stays when the new words cannot be written', async () => {
  using place = new Folder();
  writeFileSync(place.at('script.md'), 'before');
  // The name beside it is taken, as by a second export in the same instant.
  writeFileSync(place.at('.script.md.an-id.part'), 'somebody else’s');
  await expect(writeWhole(place.at('script.md'), 'after', { newId })).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(place.at('script.md'), 'utf8')).toBe('before');
  expect(readFileSync(place.at('.script.md.an-id.part'), 'utf8')).toBe('somebody else’s');
});

test('[FORMAT-13] a link keeps leading to its file, and a file keeps who may read it', async () => {
  using place = new Folder();
  writeFileSync(place.at('real.md'), 'before');
  chmodSync(place.at('real.md'), 0o600);
  symlinkSync(place.at('real.md'), place.at('link.md'));
  await writeWhole(place.at('link.md'), 'after', { newId });
  expect(readFileSync(place.at('real.md'), 'utf8')).toBe('after');
  expect(statSync(place.at('real.md')).mode & 0o777).toBe(0o600);
});

const failing = async (path: string): Promise<unknown> => {
  try {
    await writeWhole(path, 'words', { newId });
    return 'written';
  } catch (error) {
    return asWriteFailure(error, path);
  }
};

test('[FORMAT-15] what stands in the way is told: what happened, what is safe, what to do', async () => {
  using place = new Folder();
  mkdirSync(place.at('folder.md'));
  writeFileSync(place.at('folder.md/inside'), '');
  const safe = 'The script is safe in Galley, and what was there before is unchanged.';
  expect(await failing(place.at('folder.md'))).toMatchObject({
    code: 'invalid',
    message: `“folder.md” could not be written: there is a folder with this name. ${safe} Choose another name.`,
  });
  expect(await failing(place.at('gone/script.md'))).toMatchObject({
    code: 'not-found',
    message: `“script.md” could not be written: its folder is not there any more. ${safe} Choose another folder.`,
  });
  expect(await failing(place.at(`${'n'.repeat(300)}.md`))).toMatchObject({ code: 'invalid' });
  expect(existsSync(place.at('.folder.md.an-id.part'))).toBe(false);
});

test.for([
  ['ENOSPC', 'disk-full', 'does not fit on that disk, which is full'],
  ['EDQUOT', 'disk-full', 'does not fit'],
  ['EROFS', 'read-only-disk', 'Galley may not write in that folder'],
  ['EACCES', 'read-only-disk', 'Galley may not write in that folder'],
  ['EBUSY', 'busy', 'another program has it open'],
  ['EIO', 'damaged', 'the disk reports an error'],
] as const)('[FORMAT-15] the system’s %s is told as %s', ([code, failure, words]) => {
  const error = Object.assign(new Error(code), { code });
  expect(asWriteFailure(error, '/scripts/script.md')).toMatchObject({
    code: failure,
    message: expect.stringContaining(words),
    cause: error,
  });
});

test('[FORMAT-15] anything else is a bug and passes through', () => {
  const bug = new TypeError('not ours');
  expect(asWriteFailure(bug, 'x')).toBe(bug);
});
