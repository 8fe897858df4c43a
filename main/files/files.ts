import { basename, join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import { MomentId, type ImportId, type ScriptId } from '../../app/ids.ts';
import type { ExportFormat, ImportPreview } from '../../app/ipc/contract.ts';
import { printMarkdown } from '../../app/script/formats/print-markdown.ts';
import { printText } from '../../app/script/formats/print-text.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Vault } from '../vault/vault.ts';
import { fileNameFor } from './file-name.ts';
import type { ImportQuestion } from './import-messages.ts';
import { ImportReader, type ImportProcess } from './import-reader.ts';
import { PendingImports } from './pending-imports.ts';
import { readChosen } from './read-chosen.ts';
import { asWriteFailure } from './write-failures.ts';
import { writeWhole } from './write-whole.ts';

/** The questions that only a person can answer. Null: they changed their mind. */
export interface FileDialogs {
  chooseFile(windowId: number): Promise<string | null>;
  chooseTarget(
    suggested: { readonly path: string; readonly format: ExportFormat },
    windowId: number,
  ): Promise<string | null>;
}

export interface FilesOptions {
  /** The library may still be opening. */
  readonly vault: Promise<Pick<Vault, 'create' | 'list' | 'readPlain'>>;
  readonly dialogs: FileDialogs;
  readonly startProcess: () => ImportProcess;
  /** Where exports go unless a person says otherwise. */
  readonly documents: () => string;
  readonly newId: Surroundings['newId'];
  readonly wake: Surroundings['wake'];
}

const PRINTERS = {
  markdown: { print: printMarkdown, ending: 'md' },
  text: { print: printText, ending: 'txt' },
} as const satisfies Record<ExportFormat, { print: (script: PlainScript, title: string) => string; ending: string }>;

/** Scripts in and out of files. */
export class Files implements Disposable {
  readonly #options: FilesOptions;
  readonly #reader: ImportReader;
  readonly #pending: PendingImports;
  readonly #closing = new AbortController();

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#reader = new ImportReader(options);
    this.#pending = new PendingImports(options);
  }

  /** Lets the person choose a file and reads it. Nothing is kept in the library yet. */
  async chooseImport(windowId: number): Promise<ImportPreview | null> {
    const path = await this.#options.dialogs.chooseFile(windowId);
    return path === null ? null : this.previewImport(await readChosen(path));
  }

  async previewImport(question: ImportQuestion): Promise<ImportPreview> {
    return this.#pending.add(await this.#reader.read(question, this.#closing.signal));
  }

  /** Puts a script that was previewed into the library, under the id that the window made for it. */
  async import(wanted: {
    readonly importId: ImportId;
    readonly scriptId: ScriptId;
    readonly title: string;
  }): Promise<void> {
    const { scriptId, title } = wanted;
    const vault = await this.#options.vault;
    await this.#pending.confirm(wanted, (updates, fileName) => {
      // One import makes one moment, however often it is confirmed.
      const imported = { momentId: MomentId.parse(wanted.importId), name: fileName };
      return vault.create({ scriptId, title, updates, imported });
    });
  }

  discardImport(importId: ImportId): void {
    this.#pending.discard(importId);
  }

  /** Answers the name of the file that was written. */
  async export(
    { scriptId, format }: { readonly scriptId: ScriptId; readonly format: ExportFormat },
    windowId: number,
  ): Promise<string | null> {
    const { dialogs, documents, newId } = this.#options;
    const vault = await this.#options.vault;
    const title = (await vault.list()).find((script) => script.scriptId === scriptId)?.title;
    if (title === undefined) throw notInLibrary();
    const { print, ending } = PRINTERS[format];
    const path = await dialogs.chooseTarget({ path: join(documents(), fileNameFor(title, ending)), format }, windowId);
    if (path === null) return null;
    // Read only now: a panel may stand open while somebody goes on writing.
    const content = print(await vault.readPlain(scriptId), title);
    try {
      await writeWhole(path, content, { newId });
    } catch (error) {
      throw asWriteFailure(error, path);
    }
    return basename(path);
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
    this.#pending[Symbol.dispose]();
  }
}

const notInLibrary = (): Failure =>
  new Failure(
    'not-found',
    'This script is not on this device, so it was not exported. Your other scripts are unchanged. Choose another in the library.',
  );
