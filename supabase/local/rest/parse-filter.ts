import { readField, readQuoted } from './parse-field.ts';
import {
  comparisons,
  isStates,
  quantified,
  textSearches,
  type Comparison,
  type Condition,
  type Field,
  type IsState,
  type Operation,
} from './query.ts';
import { restError } from './rest-error.ts';
import { TextCursor } from './text-cursor.ts';

/** Deeper than any person nests; Postgres's own limit would be met as a server error. */
export const MAX_DEPTH = 50;

// Longer words first: `gte` begins as `gt` does.
const COMPARISON = new RegExp([...comparisons].toSorted((one, other) => other.length - one.length).join('|'), 'y');
const TEXT_SEARCH = new RegExp(textSearches.toSorted((one, other) => other.length - one.length).join('|'), 'y');
const IS_STATE = new RegExp(isStates.toSorted((one, other) => other.length - one.length).join('|'), 'iy');
const TO_COMMA = /[^,)]*/uy;
const ARRAY_LITERAL = /\{[^{}]*\}/uy;

/** `id=eq.1`: the value runs to the end, whatever it holds. Nothing when it is no filter and need not be one. */
export function parseFilter(
  name: string,
  value: string,
  options: { readonly required: boolean },
): Condition | undefined {
  const cursor = new TextCursor(value, 'filter');
  const negated = cursor.takes('not.');
  const operation = readOperation(cursor, () => cursor.rest());
  if (operation === undefined) {
    if (options.required) cursor.fail('"not" or operator (eq, gt, ...)');
    return undefined;
  }
  if (!cursor.done) cursor.fail('end of input');
  return { kind: 'filter', negated, field: parsePath(name), operation };
}

/** `or=(a.eq.1,not.and(b.gt.2,c.is.null))`. `name` is `and`, `or`, `not.and` or `not.or`. */
export function parseLogic(name: string, value: string): Condition {
  const negated = name.startsWith('not.');
  const kind = name.endsWith('and') ? 'and' : 'or';
  const cursor = new TextCursor(value, 'logic tree');
  const conditions = readConditions(cursor, 1);
  if (!cursor.done) cursor.fail('end of input');
  return { kind, negated, conditions };
}

function parsePath(name: string): Field {
  const cursor = new TextCursor(name, 'tree path');
  const field = readField(cursor);
  if (cursor.takes('.')) throw notEmbedded(field.column);
  if (!cursor.done) cursor.fail('"->", "->>" or end of input');
  return field;
}

export function notEmbedded(name: string): Error {
  return restError(400, 'PGRST108', `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}

function readConditions(cursor: TextCursor, depth: number): readonly Condition[] {
  if (depth > MAX_DEPTH) cursor.fail(`at most ${MAX_DEPTH} levels`);
  cursor.skipBlanks();
  cursor.expect('(');
  const conditions: Condition[] = [];
  do {
    cursor.skipBlanks();
    conditions.push(readCondition(cursor, depth));
    cursor.skipBlanks();
  } while (cursor.takes(','));
  cursor.expect(')');
  cursor.skipBlanks();
  return conditions;
}

function readCondition(cursor: TextCursor, depth: number): Condition {
  const operator = cursor.match(/(?:not\.)?(?:and|or)(?=[ \t]*\()/y);
  if (operator !== undefined) {
    const kind = operator.endsWith('and') ? 'and' : 'or';
    return { kind, negated: operator.startsWith('not.'), conditions: readConditions(cursor, depth + 1) };
  }
  const field = readField(cursor);
  cursor.expect('.');
  const negated = cursor.takes('not.');
  const operation = readOperation(cursor, () => readListed(cursor) ?? '');
  return operation === undefined
    ? cursor.fail('operator (eq, gt, ...)')
    : { kind: 'filter', negated, field, operation };
}

/** Leaves the cursor at the end of the operation; `readValue` knows where its value ends. */
function readOperation(cursor: TextCursor, readValue: () => string): Operation | undefined {
  return cursor.attempt(() => {
    if (cursor.takes('in.')) return { kind: 'in', values: readList(cursor) };
    if (cursor.takes('isdistinct.')) return { kind: 'distinct', value: readValue() };
    if (cursor.takes('is.')) return { kind: 'is', state: readIsState(cursor) };
    const search = cursor.match(TEXT_SEARCH);
    if (search !== undefined) {
      const language = cursor.match(/\([\p{L}\p{N}_ $]+\)/uy)?.slice(1, -1);
      const operator = textSearches.find((each) => each === search);
      if (operator === undefined || !cursor.takes('.')) return undefined;
      return { kind: 'search', operator, language, value: readValue() };
    }
    const operator = readComparison(cursor);
    if (operator === undefined) return undefined;
    const each = quantified.includes(operator) ? readEach(cursor) : undefined;
    return cursor.takes('.') ? { kind: 'compare', operator, each, value: readValue() } : undefined;
  });
}

function readComparison(cursor: TextCursor): Comparison | undefined {
  const word = cursor.match(COMPARISON);
  return comparisons.find((each) => each === word);
}

function readEach(cursor: TextCursor): 'any' | 'all' | undefined {
  return cursor.takes('(any)') ? 'any' : cursor.takes('(all)') ? 'all' : undefined;
}

function readIsState(cursor: TextCursor): IsState {
  const word = cursor.match(IS_STATE)?.toLowerCase();
  return isStates.find((each) => each === word) ?? cursor.fail('isVal: (null, not_null, true, false, unknown)');
}

/** `(a,"b,c")`; `()` is the empty list. */
function readList(cursor: TextCursor): readonly string[] {
  cursor.skipBlanks();
  cursor.expect('(');
  const values: string[] = [];
  do values.push(cursor.attempt(() => readQuotedAlone(cursor)) ?? cursor.match(TO_COMMA) ?? '');
  while (cursor.takes(','));
  cursor.expect(')');
  cursor.skipBlanks();
  return values.length === 1 && values[0] === '' ? [] : values;
}

/** One value among others in brackets: quoted, an array in braces, or everything up to the next comma or bracket. */
function readListed(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => readQuotedAlone(cursor)) ?? cursor.match(ARRAY_LITERAL) ?? cursor.match(TO_COMMA);
}

function readQuotedAlone(cursor: TextCursor): string | undefined {
  const quoted = readQuoted(cursor);
  return cursor.done || cursor.sees(',') || cursor.sees(')') ? quoted : undefined;
}
