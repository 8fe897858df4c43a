import type { ScriptSummary } from '../../app/ipc/contract.ts';

/** The newer list, with what did not change as it was: rows of the old objects need not be drawn again. */
export function keepSame(before: readonly ScriptSummary[], now: readonly ScriptSummary[]): readonly ScriptSummary[] {
  const known = new Map(before.map((script) => [script.scriptId, script]));
  return now.map((script) => {
    const old = known.get(script.scriptId);
    return old !== undefined && isSame(old, script) ? old : script;
  });
}

function isSame(one: ScriptSummary, other: ScriptSummary): boolean {
  const keys = Object.keys(other) as (keyof ScriptSummary)[];
  return keys.every((key) => one[key] === other[key]);
}
