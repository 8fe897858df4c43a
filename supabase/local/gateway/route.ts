import * as z from 'zod';

const PartName = z.enum(['auth', 'rest', 'realtime']);
export type PartName = z.output<typeof PartName>;

export type Place =
  | { readonly kind: 'part'; readonly part: PartName; readonly path: string; readonly needsKey: boolean }
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'faults' }
  /** A service of Supabase that the local stack leaves out. */
  | { readonly kind: 'left-out'; readonly what: string }
  | { readonly kind: 'nowhere' };

/** Opened by people from a mail or by whoever checks a signature, who have no key. */
const KEYLESS = ['/auth/v1/verify', '/auth/v1/callback', '/auth/v1/authorize', '/auth/v1/.well-known/jwks.json'];

const LEFT_OUT: Readonly<Record<string, string>> = {
  storage: 'storage',
  functions: 'edge functions',
  graphql: 'GraphQL',
  pg: 'Studio',
};

/** Where a request goes, by its path alone. */
export function route(path: string): Place {
  const [, name = '', below = ''] = /^\/(\w+)(\/.*)?$/.exec(path) ?? [];
  if (name === '_faults' && below === '') return { kind: 'faults' };
  if (name === 'mailbox') return { kind: 'page', path: below || '/' };
  const [, versioned] = /^\/v1(\/.*)?$/.exec(below) ?? [];
  const part = PartName.safeParse(name);
  if (part.success && /^\/v1(\/|$)/.test(below)) {
    return { kind: 'part', part: part.data, path: versioned ?? '/', needsKey: !KEYLESS.includes(path) };
  }
  const what = Object.hasOwn(LEFT_OUT, name) ? LEFT_OUT[name] : undefined;
  return what === undefined ? { kind: 'nowhere' } : { kind: 'left-out', what };
}
