import { textOf } from '../../app/script/content.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { SearchHit } from '../../app/ipc/contract.ts';

export type Cell = SearchHit['cell'];

/** One thing that can be found. */
export interface Findable {
  readonly cell: Cell;
  /** The row's id; the scene's for a heading; empty for the title. */
  readonly place: string;
  readonly text: string;
}

/** The title comes from the library and is not among them. Empty texts are left out. */
export function findablesOf(script: PlainScript): Findable[] {
  const found: Findable[] = [];
  const add = (cell: Cell, place: string, text: string): void => {
    if (text.trim() !== '') found.push({ cell, place, text });
  };
  for (const scene of script.scenes) {
    if (scene.id !== null) add('heading', scene.id, scene.heading ?? '');
    for (const row of scene.rows) {
      add('speaker', row.id, row.speaker ?? '');
      add('video', row.id, textOf(row.video));
      add('audio', row.id, textOf(row.audio));
    }
  }
  return found;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/** Words that stand together without spaces cannot be told apart by looking for spaces. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}
