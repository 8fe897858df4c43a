import type { Field, JsonStep } from './query.ts';
import type { TextCursor } from './text-cursor.ts';

const NAME = /[\p{L}\p{N}_ $]+(?:-(?!>)[\p{L}\p{N}_ $]+)*/uy;
const JSON_KEY = /[^("\-:.,>)][^(\-:.,>)]*(?:-(?!>)[^(\-:.,>)]+)*/uy;
const JSON_INDEX = /-?\d+(?=->|::|[.,)]|$)/y;
const QUOTED = /"(?:[^\\"]|\\[^])*"/uy;

/** `title`, `data->tags->>0`, `"a name, with a comma"`. */
export function readField(cursor: TextCursor): Field {
  cursor.skipBlanks();
  const column = readName(cursor);
  const path = readJsonPath(cursor);
  cursor.skipBlanks();
  return { column, path };
}

export function readName(cursor: TextCursor): string {
  const name = readQuoted(cursor) ?? cursor.match(NAME)?.trim();
  return name === undefined || name === '' || name.includes('\u0000')
    ? cursor.fail('field name (* or [a..z0..9_$])')
    : name;
}

/** Between double quotes anything goes; a backslash keeps the character after it. */
export function readQuoted(cursor: TextCursor): string | undefined {
  return cursor
    .match(QUOTED)
    ?.slice(1, -1)
    .replaceAll(/\\([^])/gu, '$1');
}

function readJsonPath(cursor: TextCursor): readonly JsonStep[] {
  const path: JsonStep[] = [];
  for (;;) {
    const arrow = cursor.takes('->>') ? '->>' : cursor.takes('->') ? '->' : undefined;
    if (arrow === undefined) return path;
    const index = cursor.match(JSON_INDEX);
    if (index !== undefined) {
      path.push({ arrow, to: { index: Number(index) } });
      continue;
    }
    const key = readQuoted(cursor) ?? cursor.match(JSON_KEY)?.trim();
    path.push({ arrow, to: { key: key ?? cursor.fail('any non reserved character different from: .,>()') } });
  }
}
