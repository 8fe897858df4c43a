import { basename, join } from 'node:path';
import { printRescue, RESCUE_ENDING } from '../../app/script/formats/rescue-file.ts';
import type { Surroundings } from '../surroundings.ts';
import { sha256 } from './sha256.ts';
import { fileNameFor } from './file-name.ts';
import type { FileDialogs } from './files.ts';
import { asWriteFailure } from './write-failures.ts';
import { writeWhole } from './write-whole.ts';

export interface RescueOptions {
  readonly dialogs: Pick<FileDialogs, 'chooseTarget'>;
  readonly documents: () => string;
  readonly newId: Surroundings['newId'];
}

/** What a window holds of one script: nothing here is read from the vault, which may be what does not work. */
export interface Rescued {
  readonly title: string;
  readonly markdown: string;
  /** V1. */
  readonly state: Uint8Array;
}

/** Writes the words of a window, and beside them what brings the whole script back. */
export class Rescue {
  readonly #options: RescueOptions;

  constructor(options: RescueOptions) {
    this.#options = options;
  }

  /**
   * Answers the name of the file with the words, or null when the person changed their mind. The file that brings the
   * script back stands beside it, first: whoever finds one finds both.
   * @throws Failure `disk-full`, `read-only-disk` and the others of `asWriteFailure`.
   */
  async export({ title, markdown, state }: Rescued, windowId: number): Promise<string | null> {
    const { dialogs, documents, newId } = this.#options;
    const suggested = { path: join(documents(), fileNameFor(title, 'md')), format: 'markdown' } as const;
    const path = await dialogs.chooseTarget(suggested, windowId);
    if (path === null) return null;
    const beside = `${path.replace(/\.md$/i, '')}.${RESCUE_ENDING}`;
    await write(beside, printRescue({ title, state }, sha256), newId);
    await write(path, markdown, newId);
    return basename(path);
  }
}

async function write(path: string, content: string | Uint8Array, newId: () => string): Promise<void> {
  try {
    await writeWhole(path, content, { newId });
  } catch (error) {
    throw asWriteFailure(error, path);
  }
}
