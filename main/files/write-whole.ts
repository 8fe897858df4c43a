import { access, constants, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Reading and writing for everybody, of which the system takes what the person's settings forbid. */
const READ_WRITE = 0o666;

/**
 * Writes a file all or nothing: under its name is either what was there before or the whole of the new content, on the
 * disk, whatever happens meanwhile. A link keeps leading to the file it leads to.
 * @throws the system's error; the file beside it that was being written is gone then.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { newId }: { readonly newId: () => string },
): Promise<void> {
  const target = await existing(path);
  const beside = join(dirname(target.path), `.${basename(target.path).slice(0, 40)}.${newId()}.part`);
  const file = await open(beside, 'wx', target.mode & READ_WRITE);
  try {
    await writeThrough(file, content);
    await rename(beside, target.path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await flushFolder(dirname(target.path));
}

async function writeThrough(file: FileHandle, content: string | Uint8Array): Promise<void> {
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function existing(path: string): Promise<{ readonly path: string; readonly mode: number }> {
  try {
    const real = await realpath(path);
    // Renaming over a file asks nobody whether that file may be written.
    await access(real, constants.W_OK);
    return { path: real, mode: (await stat(real)).mode };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { path, mode: READ_WRITE };
    throw error;
  }
}

/** The new name itself is on the disk only after this. Windows and some network disks have no such call. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
