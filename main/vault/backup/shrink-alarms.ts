import type { ScriptId } from '../../../app/ids.ts';
import { chainStart } from '../chain.ts';
import type { BackupScriptRow } from './backup-script-table.ts';
import type { BackedUpScript, Manifest } from './manifest.ts';
import { hasShrunkSharply } from './shrinkage.ts';

export interface Compared {
  readonly before: Pick<Manifest, 'scripts'> | undefined;
  readonly after: Pick<Manifest, 'backupId' | 'scripts'>;
  /** Scripts that were taken off this device on purpose. */
  readonly removed: ReadonlySet<ScriptId>;
}

/** What a backup held per script, with an alarm for each that had shrunk sharply since the backup before, or was gone. */
export function heldByBackup({ before, after, removed }: Compared): readonly BackupScriptRow[] {
  const earlier = new Map(before?.scripts.map((script) => [script.scriptId, script]));
  const there = new Set(after.scripts.map(({ scriptId }) => scriptId));
  const held = after.scripts.map((script) => {
    const was = earlier.get(script.scriptId);
    // A script that cannot be read says nothing about how long it is.
    const isKnown = was !== undefined && !script.carried && script.text !== null && was.text !== null;
    return rowOf(after, script, { isShrunk: isKnown && hasShrunkSharply(was, script) });
  });
  const gone = [...earlier.values()].filter(({ scriptId }) => !there.has(scriptId) && !removed.has(scriptId));
  return [...held, ...gone.map((script) => rowOf(after, nothingOf(script), { isShrunk: true }))];
}

function rowOf(
  { backupId }: Pick<Manifest, 'backupId'>,
  { scriptId, title, count, chain, scenes, rows, words }: BackedUpScript,
  { isShrunk }: { readonly isShrunk: boolean },
): BackupScriptRow {
  const alarm = isShrunk ? 'raised' : null;
  return { backupId, scriptId, title, count, chain: Buffer.from(chain, 'hex'), scenes, rows, words, alarm };
}

function nothingOf(script: BackedUpScript): BackedUpScript {
  const chain = chainStart(script.scriptId).toString('hex');
  return { ...script, count: 0, chain, scenes: 0, rows: 0, words: 0 };
}
