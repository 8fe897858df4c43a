import { leftOut, restError } from './rest-error.ts';

/** A body as it came, for Postgres to read, and what this side needs to know of it. */
export interface JsonBody {
  readonly text: string;
  readonly keys: readonly string[];
  readonly isList: boolean;
}

/**
 * Reads the JSON of a request. The text goes on untouched, so that no number loses a digit here. Of a list every item
 * must have the same keys, unless the address names the columns (`columns`).
 */
export function parseBody(
  body: Buffer,
  options: {
    readonly contentType: string | undefined;
    readonly columns: readonly string[] | undefined;
    readonly mayBeEmpty: boolean;
  },
): JsonBody {
  refuseOtherTypes(options.contentType);
  if (body.length === 0 && options.mayBeEmpty) return { text: '{}', keys: [], isList: false };
  const text = decode(body);
  const value = read(text);
  const isList = Array.isArray(value);
  if (options.columns !== undefined) return { text, keys: options.columns, isList };
  const items: readonly unknown[] = isList ? value : [value];
  const [first, ...others] = items.map((item) => keysOf(item));
  if (first === undefined) return { text, keys: [], isList };
  if (others.some((keys) => keys.size !== first.size || [...keys].some((key) => !first.has(key)))) {
    throw badBody('All object keys must match');
  }
  return { text, keys: [...first], isList };
}

export function badBody(message: string): Error {
  return restError(400, 'PGRST102', message);
}

function refuseOtherTypes(contentType: string | undefined): void {
  const type = (contentType ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  switch (type) {
    case 'application/json':
      return;
    case 'text/csv':
    case 'text/plain':
    case 'text/xml':
    case 'application/octet-stream':
    case 'application/x-www-form-urlencoded':
      throw leftOut(`bodies of type ${type}`);
    default:
      throw badBody(`Content-Type not acceptable: ${type}`);
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) throw badBody('Empty or invalid json');
    throw error;
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw badBody('Empty or invalid json');
    throw error;
  }
}

function keysOf(item: unknown): ReadonlySet<string> {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw badBody('All object keys must match');
  return new Set(Object.keys(item));
}
