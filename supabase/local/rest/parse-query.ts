import { notEmbedded, parseFilter, parseLogic } from './parse-filter.ts';
import { parseNames, parseOrder, parseSelect } from './parse-select.ts';
import type { Condition, OrderTerm, Query, Selected } from './query.ts';
import { restError, type RestError } from './rest-error.ts';

/** Reads the address of a request. `arguments` says that a parameter which is no filter is an argument (GET of a function). */
export function parseQuery(parameters: URLSearchParams, options: { readonly arguments: boolean }): Query {
  const conditions: Condition[] = [];
  const given: (readonly [string, string])[] = [];
  let select: readonly Selected[] = [];
  let order: readonly OrderTerm[] = [];
  let columns: readonly string[] | undefined;
  let onConflict: readonly string[] | undefined;
  let limit: number | undefined;
  let offset = 0;
  for (const [name, value] of parameters) {
    switch (name) {
      case 'select':
        select = parseSelect(value);
        break;
      case 'order':
        if (value !== '') order = parseOrder(value);
        break;
      case 'columns':
        columns = parseNames(value, 'columns parameter');
        break;
      case 'on_conflict':
        onConflict = parseNames(value, 'on_conflict parameter');
        break;
      case 'limit':
        limit = wholeNumber(value);
        if (limit !== undefined && limit < 0) throw badRange('Limit should be greater than or equal to zero.');
        break;
      case 'offset':
        offset = Math.max(0, wholeNumber(value) ?? 0);
        break;
      case 'and':
      case 'or':
      case 'not.and':
      case 'not.or':
        conditions.push(parseLogic(name, value));
        break;
      default: {
        refuseNested(name);
        const filter = parseFilter(name, value, { required: !options.arguments });
        if (filter === undefined) given.push([name, value]);
        else conditions.push(filter);
      }
    }
  }
  return { select, conditions, order, limit, offset, columns, onConflict, arguments: given };
}

/** `Range: 0-9`, read of GET only; together with limit and offset the narrower of both. */
export function withRange(query: Query, header: string | undefined): Query {
  const found = /^(\d{1,15})-(\d{0,15})$/.exec(header ?? '');
  if (found === null) return query;
  const first = Number(found[1]);
  const last = found[2] === '' ? undefined : Number(found[2]);
  if (last !== undefined && last < first) {
    throw badRange('The lower boundary must be lower than or equal to the upper boundary in the Range header.');
  }
  if (query.limit === 0) return query;
  const ends = [last, query.limit === undefined ? undefined : query.offset + query.limit - 1].filter(
    (end) => end !== undefined,
  );
  const offset = Math.max(first, query.offset);
  if (ends.length === 0) return { ...query, offset };
  const limit = Math.min(...ends) - offset + 1;
  if (limit <= 0) throw badRange('Limit should be greater than or equal to zero.');
  return { ...query, offset, limit };
}

export function badRange(details: string): RestError {
  return restError(416, 'PGRST103', 'Requested range not satisfiable', { details });
}

/** What cannot be read as a number is as if it were not there. */
function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function refuseNested(name: string): void {
  const found = /^(.+)\.(?:order|limit|offset|and|or)$/.exec(name);
  if (found !== null) throw notEmbedded(found[1] ?? name);
}
