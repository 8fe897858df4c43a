import { leftOut, restError } from './rest-error.ts';

/** What the caller would like to get back and how, from the header `Prefer`. */
export interface Preferences {
  readonly returns: 'representation' | 'minimal' | 'headers-only' | undefined;
  readonly count: 'exact' | 'planned' | 'estimated' | undefined;
  readonly duplicates: 'ignore' | undefined;
  readonly strict: boolean;
  readonly maxAffected: number | undefined;
  readonly timezone: string | undefined;
}

const EMPTY: Preferences = {
  returns: undefined,
  count: undefined,
  duplicates: undefined,
  strict: false,
  maxAffected: undefined,
  timezone: undefined,
};

/** Unknown wishes are passed over, or refused where the caller asks for strictness. The first of two of a kind counts. */
export function parsePreferences(header: string | undefined): Preferences {
  let preferences = EMPTY;
  const unknown: string[] = [];
  for (const wish of (header ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const read = readWish(wish);
    if (read === undefined) unknown.push(wish);
    else preferences = { ...preferences, ...read, ...withoutUndefined(preferences) };
  }
  if (preferences.strict && unknown.length > 0) {
    throw restError(400, 'PGRST122', 'Invalid preferences given with handling=strict', {
      details: `Invalid preferences: ${unknown.join(', ')}`,
    });
  }
  return preferences;
}

function readWish(wish: string): Partial<Preferences> | undefined {
  const [name = '', value = ''] = wish.split('=', 2);
  switch (name) {
    case 'return':
      return value === 'representation' || value === 'minimal' || value === 'headers-only'
        ? { returns: value }
        : undefined;
    case 'count':
      return value === 'exact' || value === 'planned' || value === 'estimated' ? { count: value } : undefined;
    case 'resolution':
      if (value === 'merge-duplicates') throw leftOut('upserts that merge duplicates');
      return value === 'ignore-duplicates' ? { duplicates: 'ignore' } : undefined;
    case 'handling':
      return value === 'strict' ? { strict: true } : value === 'lenient' ? {} : undefined;
    case 'max-affected':
      return /^\d{1,15}$/.test(value) ? { maxAffected: Number(value) } : undefined;
    case 'timezone':
      return value === '' ? undefined : { timezone: value };
    case 'missing':
      if (value === 'default') throw leftOut('inserts that fill missing columns with defaults');
      return value === 'null' ? {} : undefined;
    case 'tx':
      // A hosted project commits whatever the caller says.
      return value === 'commit' || value === 'rollback' ? {} : undefined;
    default:
      return undefined;
  }
}

function withoutUndefined(preferences: Preferences): Partial<Preferences> {
  return Object.fromEntries(Object.entries(preferences).filter(([, value]) => value !== undefined && value !== false));
}
