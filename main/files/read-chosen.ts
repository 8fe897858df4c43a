import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Bytes } from '../../app/bytes.ts';
import { Failure } from '../../app/failure.ts';
import { MAX_IMPORT_BYTES } from '../../app/ipc/contract.ts';
import type { ImportQuestion } from './import-messages.ts';

/**
 * The bytes of a file somebody chose, never more than an import may bring, however the file grows meanwhile.
 * @throws Failure `too-large`, `not-found`, `forbidden`, `invalid`
 */
export async function readChosen(path: string): Promise<ImportQuestion> {
  const fileName = basename(path);
  try {
    const file = await open(path, 'r');
    try {
      if (!(await file.stat()).isFile()) throw notAFile(fileName);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of file.createReadStream({ autoClose: false, end: MAX_IMPORT_BYTES })) {
        chunks.push(Bytes.parse(chunk));
        size += chunks.at(-1)?.byteLength ?? 0;
      }
      if (size > MAX_IMPORT_BYTES) throw tooLarge(fileName);
      return { fileName, content: new Uint8Array(Buffer.concat(chunks)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asReadFailure(error, fileName);
  }
}

const MEANINGS: Readonly<Record<string, (fileName: string, cause: unknown) => Failure>> = {
  ENOENT: (name, cause) =>
    new Failure('not-found', `“${name}” is not there any more. Nothing was imported. Choose another file.`, { cause }),
  EACCES: (name, cause) => mayNotRead(name, cause),
  EPERM: (name, cause) => mayNotRead(name, cause),
  EISDIR: (name) => notAFile(name),
  EIO: (name, cause) =>
    new Failure(
      'damaged',
      `“${name}” could not be read: the disk reports an error. Nothing was imported. Copy the file to another disk and try again.`,
      { cause },
    ),
};

function asReadFailure(error: unknown, fileName: string): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error instanceof Failure ? error : (MEANINGS[code]?.(fileName, error) ?? error);
}

const mayNotRead = (name: string, cause: unknown): Failure =>
  new Failure(
    'forbidden',
    `Galley may not read “${name}”. It is unchanged, and nothing was imported. Copy it to a folder of your own and choose it there.`,
    { cause },
  );

const notAFile = (name: string): Failure =>
  new Failure('invalid', `“${name}” is a folder or a device. Nothing was imported. Choose a file.`);

const tooLarge = (name: string): Failure =>
  new Failure(
    'too-large',
    `“${name}” is larger than 20 MB. It is unchanged, and nothing was imported. Split it and import the parts.`,
  );
