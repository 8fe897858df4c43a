import type { ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { HeadTable } from '../head-table.ts';
import { ProjectionTable } from '../projection-table.ts';
import { ScriptTable } from '../script-table.ts';
import { SearchTable } from '../search-table.ts';
import { findablesOf } from '../search-text.ts';
import { textChanges } from '../text-changes.ts';
import type { Finding } from './full-check.ts';

/** Whether what can be made again says what the log says, as far as the keeper has come. */
export function searchFindings(
  db: Sqlite,
  { script, scriptId }: { readonly script: number; readonly scriptId: ScriptId },
): readonly Finding[] {
  const finding = (what: string): Finding => ({ kind: 'index', scriptId, what });
  const head = new HeadTable(db).find(scriptId);
  const title = new ScriptTable(db).find(scriptId)?.title;
  const told = db
    .prepare("SELECT text FROM search_text WHERE script = ? AND cell = 'title' AND place = ''")
    .pluck()
    .get(script);
  const findings = told === title ? [] : [finding('the title cannot be found')];
  const projectedAt = db.prepare('SELECT ordinal FROM projection WHERE script = ?').pluck().get(script);
  // The keeper has not come to it yet.
  if (head === undefined || projectedAt !== head.count) return findings;
  const plain = new ProjectionTable(db).read(head);
  if (plain === undefined) return [...findings, finding('the readable text is not what was written')];
  const { put, remove } = textChanges(new SearchTable(db).everythingOf(script), findablesOf(plain));
  return put.length + remove.length === 0 ? findings : [...findings, finding('the words that can be found are others')];
}
