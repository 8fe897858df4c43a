import type { ScriptId } from '../../app/ids.ts';

/** Which windows have which scripts open, so that what one saves reaches the others. */
export class OpenScripts {
  /** How often each window has a script open: a page may open it again before it has closed it. */
  readonly #countsOf = new Map<ScriptId, Map<number, number>>();
  readonly #forgetting = new Set<(windowId: number) => void>();

  opened(scriptId: ScriptId, windowId: number): void {
    const counts = this.#countsOf.get(scriptId) ?? new Map<number, number>();
    this.#countsOf.set(scriptId, counts.set(windowId, (counts.get(windowId) ?? 0) + 1));
  }

  closed(scriptId: ScriptId, windowId: number): void {
    const counts = this.#countsOf.get(scriptId);
    const left = (counts?.get(windowId) ?? 0) - 1;
    if (left > 0) counts?.set(windowId, left);
    else counts?.delete(windowId);
    if (counts?.size === 0) this.#countsOf.delete(scriptId);
  }

  /** The window went, or its page was loaded anew and has nothing open yet. */
  forget(windowId: number): void {
    for (const listener of this.#forgetting) listener(windowId);
    for (const [scriptId, counts] of this.#countsOf) {
      counts.delete(windowId);
      if (counts.size === 0) this.#countsOf.delete(scriptId);
    }
  }

  /** Told of each window that has nothing open any more. */
  onForgotten(listener: (windowId: number) => void): Disposable {
    this.#forgetting.add(listener);
    return { [Symbol.dispose]: () => void this.#forgetting.delete(listener) };
  }

  /** Every script that some window has open. */
  scripts(): readonly ScriptId[] {
    return [...this.#countsOf.keys()];
  }

  windowsOf(scriptId: ScriptId): readonly number[] {
    return [...(this.#countsOf.get(scriptId)?.keys() ?? [])];
  }
}
