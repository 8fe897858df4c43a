import { readField, readName } from './parse-field.ts';
import type { OrderTerm, Selected } from './query.ts';
import { leftOut, restError } from './rest-error.ts';
import { TextCursor } from './text-cursor.ts';

const TYPE_NAME = /[\p{L}\p{N}_ $]+/uy;

/** `id,name:title,size::text,tag:data->>tag`; other tables in brackets are left out, sums and counts refused. */
export function parseSelect(text: string): readonly Selected[] {
  const cursor = new TextCursor(text, 'select parameter');
  cursor.skipBlanks();
  if (cursor.done) return [];
  const items: Selected[] = [];
  do items.push(readItem(cursor));
  while (cursor.takes(','));
  if (!cursor.done) cursor.fail('"," or end of input');
  return items;
}

/** `created_at.desc.nullslast,title`. */
export function parseOrder(text: string): readonly OrderTerm[] {
  const cursor = new TextCursor(text, 'order');
  const terms: OrderTerm[] = [];
  do {
    const field = readField(cursor);
    if (cursor.sees('(')) throw leftOut('orders by a column of another table');
    const direction = cursor.takes('.asc') ? 'asc' : cursor.takes('.desc') ? 'desc' : undefined;
    const nulls = cursor.takes('.nullsfirst') ? 'first' : cursor.takes('.nullslast') ? 'last' : undefined;
    cursor.skipBlanks();
    terms.push({ field, direction, nulls });
  } while (cursor.takes(','));
  if (!cursor.done) cursor.fail('"asc", "desc", "nullsfirst", "nullslast", "," or end of input');
  return terms;
}

/** `"id","title"`: the names of `columns` and `on_conflict`. */
export function parseNames(text: string, what: string): readonly string[] {
  const cursor = new TextCursor(text, what);
  const names: string[] = [];
  do {
    cursor.skipBlanks();
    names.push(readName(cursor));
    cursor.skipBlanks();
  } while (cursor.takes(','));
  if (!cursor.done) cursor.fail('"," or end of input');
  return [...new Set(names)];
}

function readItem(cursor: TextCursor): Selected {
  cursor.skipBlanks();
  if (cursor.sees('...')) throw leftOut('selecting from other tables in one request');
  if (cursor.takes('*')) {
    cursor.skipBlanks();
    return { kind: 'everything' };
  }
  const alias = cursor.attempt(() => {
    const name = readName(cursor);
    return cursor.takes(':') && !cursor.sees(':') ? name : undefined;
  });
  const field = readField(cursor);
  if (cursor.takes('()') || cursor.match(/\.(?:sum|avg|count|min|max)\(\)/y) !== undefined) {
    // As on a hosted project, where `db-aggregates-enabled` is off.
    throw restError(400, 'PGRST123', 'Use of aggregate functions is not allowed');
  }
  if (cursor.sees('(') || cursor.sees('!')) throw leftOut('selecting from other tables in one request');
  const cast = cursor.takes('::') ? (cursor.match(TYPE_NAME)?.trim() ?? cursor.fail('a type')) : undefined;
  cursor.skipBlanks();
  return { kind: 'field', field, alias, cast };
}
