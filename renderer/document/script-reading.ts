import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { Client } from '../client.ts';

/** A script on its way into this window: what was saved, and what others save while it is being read. */
export class ScriptReading implements Disposable {
  readonly scriptId: ScriptId;
  readonly opened: Promise<OpenedScript>;
  readonly #stop: readonly (() => void)[];
  readonly #early: Uint8Array[] = [];
  #hear = (update: Uint8Array): void => void this.#early.push(update);
  #latestReadOnly: ReadOnlyReason | null | undefined;
  #hearReadOnly: (reason: ReadOnlyReason | null) => void = () => undefined;

  constructor(client: Client, scriptId: ScriptId) {
    this.scriptId = scriptId;
    // Listening starts before reading: what arrives in between would otherwise be missed.
    this.#stop = [
      client.on('script.changed', (changed) => {
        if (changed.scriptId === scriptId) this.#hear(changed.update);
      }),
      client.on('script.received', ({ scriptId: received, updates }) => {
        if (received === scriptId) for (const { update } of updates) this.#hear(update);
      }),
      client.on('script.read-only-changed', (changed) => {
        if (changed.scriptId !== scriptId) return;
        this.#latestReadOnly = changed.readOnly;
        this.#hearReadOnly(changed.readOnly);
      }),
    ];
    this.opened = client.call('script.open', { scriptId });
    // Whoever waits for it hears of a failure; it may come before anybody does.
    this.opened.catch(() => undefined);
  }

  /** Hands over everything that others saved since the reading began, and whatever they save until it is disposed of. */
  follow(hear: (update: Uint8Array) => void): void {
    this.#hear = hear;
    for (const update of this.#early.splice(0)) hear(update);
  }

  /** Why it may not be written in as far as was told since the reading began; undefined while nothing was. */
  get readOnly(): ReadOnlyReason | null | undefined {
    return this.#latestReadOnly;
  }

  followReadOnly(hear: (reason: ReadOnlyReason | null) => void): void {
    this.#hearReadOnly = hear;
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stop) stop();
  }
}
