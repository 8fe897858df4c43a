import { Failure, type FailureCode } from '../../app/failure.ts';

/** Each in this order: what happened, what is safe, what to do. */
export const words = {
  'disk-full':
    'This disk is full, so the last change is not saved. Everything saved before it is safe. Free some space and try again.',
  'read-only-disk':
    'Galley may not write to its folder, so nothing new can be saved. What is already there is unchanged. Check the folder’s permissions, and whether the disk is locked or was removed.',
  'disk-gone':
    'The disk with your scripts does not answer or was taken out, so the last change is not saved. Everything saved before it is safe on that disk. Connect it again: saving then goes on by itself.',
  'newer-version':
    'Your scripts were last saved by a newer Galley, and this one does not know how to read them. Nothing was changed. Install the newer version to open them.',
  damaged:
    'Part of what is saved on this device can no longer be read. Nothing was changed or deleted. Make a copy of Galley’s folder before you go on.',
  foreign:
    'The file in the place of your scripts was not made by Galley. It was left untouched. Move it somewhere else and start Galley again.',
  busy: 'Galley is already open with these scripts. They are safe there. Use the window that is open, or close it first.',
  'not-found':
    'This script is not on this device. Your other scripts are unchanged. Go back to the library and choose another.',
  conflict:
    'Two different changes came under one name, so the second was not saved. What was saved first is unchanged. Close this window and open the script again.',
  'too-large':
    'This change is larger than 1 MB, so it was not saved. Everything before it is safe. Put it in as several smaller pieces.',
  stopped:
    'The part of Galley that saves has stopped, so the last change is not saved. Everything saved before it is safe. Galley starts it again with your next change.',
  closed: 'Galley is closing, so nothing more is saved. Everything saved before is safe. Open Galley again to go on.',
} as const;

export function failureOf(name: keyof typeof words, options?: ErrorOptions): Failure {
  const code: FailureCode = name === 'foreign' ? 'damaged' : name === 'stopped' ? 'closed' : name;
  return new Failure(code, words[name], options);
}

/** SQLite's and the system's codes, by what a person can do about them. Anything else is a bug. */
const meanings: readonly (readonly [RegExp, keyof typeof words])[] = [
  // SHMSIZE: there was no room for the index of the log.
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'disk-full'],
  // A page that lies beyond the file's end; before what a disk refuses, which begins alike.
  [/^SQLITE_IOERR_SHORT_READ$/, 'damaged'],
  [/^(SQLITE_IOERR|SQLITE_READONLY_DBMOVED$|EIO$|ENODEV$|ENXIO$|ESTALE$|ENOTCONN$)/, 'disk-gone'],
  [/^(SQLITE_READONLY|SQLITE_PERM|SQLITE_CANTOPEN|EROFS$|EACCES$|EPERM$|ENOTDIR$)/, 'read-only-disk'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'damaged'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'busy'],
];

/** The failure a person can act on, or the error itself where it is a bug. */
export function asFailure(error: unknown): unknown {
  const code = codeOf(error);
  const meaning = meanings.find(([pattern]) => code !== undefined && pattern.test(code));
  return meaning === undefined ? error : failureOf(meaning[1], { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
