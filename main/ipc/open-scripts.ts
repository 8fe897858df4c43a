import type { ScriptId } from '../../app/ids.ts';

/** Which windows have which scripts open, so that what one saves reaches the others. */
export class OpenScripts {
  /** How often each window has a script open: a page may open it again before it has closed it. */
  readonly #countsOf = new Map<ScriptId, Map<number, number>>();

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
    for (const [scriptId, counts] of this.#countsOf) {
      counts.delete(windowId);
      if (counts.size === 0) this.#countsOf.delete(scriptId);
    }
  }

  windowsOf(scriptId: ScriptId): readonly number[] {
    return [...(this.#countsOf.get(scriptId)?.keys() ?? [])];
  }
}
