import type { ScriptId } from '../../app/ids.ts';

interface Attended {
  readonly scriptId: ScriptId;
  readonly isFocused: boolean;
}

/** Which script each window shows, and whether somebody looks at it. */
export class AttendedScripts {
  /** The window that told something last is the last one. */
  readonly #byWindow = new Map<number, Attended>();

  /** Answers whether anything is different now. */
  attend(windowId: number, scriptId: ScriptId | null, isFocused: boolean): boolean {
    const before = this.#byWindow.get(windowId);
    this.#byWindow.delete(windowId);
    if (scriptId === null) return before !== undefined;
    this.#byWindow.set(windowId, { scriptId, isFocused });
    return before?.scriptId !== scriptId || before.isFocused !== isFocused;
  }

  /** The window went, or its page came anew. */
  forget(windowId: number): boolean {
    return this.#byWindow.delete(windowId);
  }

  /** Each script once, the one attended to last first; focused where any window has it in front. */
  scripts(): ReadonlyMap<ScriptId, { readonly isFocused: boolean }> {
    const scripts = new Map<ScriptId, { readonly isFocused: boolean }>();
    for (const { scriptId, isFocused } of [...this.#byWindow.values()].reverse()) {
      scripts.set(scriptId, { isFocused: isFocused || (scripts.get(scriptId)?.isFocused ?? false) });
    }
    return scripts;
  }

  isFocused(scriptId: ScriptId): boolean {
    return this.scripts().get(scriptId)?.isFocused ?? false;
  }
}
