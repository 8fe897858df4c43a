import { Failure } from '../../app/failure.ts';
import { ImportId, UpdateId, type ScriptId } from '../../app/ids.ts';
import type { ImportPreview } from '../../app/ipc/contract.ts';
import { FORMAT } from '../../app/script/format.ts';
import type { ReadImport } from '../../app/script/formats/read-import.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NewUpdate } from '../vault/protocol.ts';

/** A preview is looked at for a moment; a script of the greatest size is held for it. */
const KEPT_MS = 30 * 60_000;
const MAX_KEPT = 4;

type Pending =
  | {
      readonly kind: 'waiting';
      readonly updates: readonly NewUpdate[];
      readonly fileName: string;
      readonly expiry: Disposable;
    }
  | {
      readonly kind: 'confirmed';
      readonly scriptId: ScriptId;
      readonly done: Promise<void>;
      readonly expiry: Disposable;
    };

/** What was read and shown, until somebody says whether they want it. */
export class PendingImports implements Disposable {
  readonly #surroundings: Pick<Surroundings, 'newId' | 'wake'>;
  readonly #pending = new Map<ImportId, Pending>();

  constructor(surroundings: Pick<Surroundings, 'newId' | 'wake'>) {
    this.#surroundings = surroundings;
  }

  /** Beyond a few, the oldest goes: nobody looks at more at once. */
  add({ preview, updates }: ReadImport): ImportPreview {
    const importId = ImportId.parse(this.#surroundings.newId());
    const expiry = this.#surroundings.wake(KEPT_MS, () => this.discard(importId));
    // Ids are made here and kept, so that confirming twice cannot make two scripts.
    const asUpdate = (bytes: Uint8Array): NewUpdate => ({
      updateId: UpdateId.parse(this.#surroundings.newId()),
      format: FORMAT,
      bytes,
    });
    const { fileName } = preview;
    this.#pending.set(importId, { kind: 'waiting', updates: updates.map(asUpdate), fileName, expiry });
    for (const oldest of this.#pending.keys()) {
      if (this.#pending.size <= MAX_KEPT) break;
      this.discard(oldest);
    }
    return { ...preview, importId };
  }

  /**
   * Makes the script with `create`, once: the same answer to the same question asked again.
   * @throws Failure `not-found` when it is not waiting any more; then nothing was made. And what `create` throws.
   */
  async confirm(
    { importId, scriptId }: { readonly importId: ImportId; readonly scriptId: ScriptId },
    create: (updates: readonly NewUpdate[], fileName: string) => Promise<void>,
  ): Promise<void> {
    const pending = this.#pending.get(importId);
    if (pending?.kind === 'confirmed' && pending.scriptId === scriptId) return pending.done;
    if (pending?.kind !== 'waiting') throw notWaiting();
    const done = create(pending.updates, pending.fileName);
    this.#pending.set(importId, { kind: 'confirmed', scriptId, done, expiry: pending.expiry });
    try {
      await done;
    } catch (error) {
      // Nothing was made, so it can be confirmed again, once there is room on the disk for instance.
      if (this.#pending.has(importId)) this.#pending.set(importId, pending);
      throw error;
    }
  }

  discard(importId: ImportId): void {
    this.#pending.get(importId)?.expiry[Symbol.dispose]();
    this.#pending.delete(importId);
  }

  [Symbol.dispose](): void {
    for (const importId of this.#pending.keys()) this.discard(importId);
  }
}

const notWaiting = (): Failure =>
  new Failure(
    'not-found',
    'This import is not waiting any more. The file is unchanged, and nothing was imported just now. Choose the file again.',
  );
