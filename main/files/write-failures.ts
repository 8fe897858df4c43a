import { basename } from 'node:path';
import { Failure, type FailureCode } from '../../app/failure.ts';

interface Meaning {
  readonly code: FailureCode;
  /** What happened, after the file's name. */
  readonly happened: string;
  readonly advice: string;
}

const full: Meaning = {
  code: 'disk-full',
  happened: 'does not fit on that disk, which is full.',
  advice: 'Free some space, or choose another place.',
};
const refused: Meaning = {
  code: 'read-only-disk',
  happened: 'could not be written: Galley may not write in that folder.',
  advice: 'Choose another folder, or change who may write there.',
};
const gone: Meaning = {
  code: 'not-found',
  happened: 'could not be written: its folder is not there any more.',
  advice: 'Choose another folder.',
};
const folder: Meaning = {
  code: 'invalid',
  happened: 'could not be written: there is a folder with this name.',
  advice: 'Choose another name.',
};
const longName: Meaning = {
  code: 'invalid',
  happened: 'could not be written: its name is too long for that disk.',
  advice: 'Choose a shorter name.',
};
const inUse: Meaning = {
  code: 'busy',
  happened: 'could not be written: another program has it open.',
  advice: 'Close it there and try again, or choose another name.',
};
const broken: Meaning = {
  code: 'damaged',
  happened: 'could not be written: the disk reports an error.',
  advice: 'Choose another disk.',
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  EROFS: refused,
  EACCES: refused,
  EPERM: refused,
  ENOENT: gone,
  ENOTDIR: gone,
  EISDIR: folder,
  ENOTEMPTY: folder,
  EEXIST: folder,
  ENAMETOOLONG: longName,
  EINVAL: longName,
  EBUSY: inUse,
  ETXTBSY: inUse,
  EIO: broken,
};

/** The failure a person can act on when a file could not be written, or the error itself where it is a bug. */
export function asWriteFailure(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const meaning = MEANINGS[code];
  if (meaning === undefined) return error;
  const safe = 'The script is safe in Galley, and what was there before is unchanged.';
  return new Failure(meaning.code, `“${basename(path)}” ${meaning.happened} ${safe} ${meaning.advice}`, {
    cause: error,
  });
}
