export type Place =
  | {
      readonly kind: 'part';
      readonly part: 'auth' | 'rest' | 'realtime';
      readonly path: string;
      readonly needsKey: boolean;
    }
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'faults' }
  /** A service of Supabase that the local stack leaves out. */
  | { readonly kind: 'left-out'; readonly what: string }
  | { readonly kind: 'nowhere' };

/** Opened by people from a mail or by whoever checks a signature, who have no key. */
const KEYLESS = ['/auth/v1/verify', '/auth/v1/callback', '/auth/v1/authorize', '/auth/v1/.well-known/jwks.json'];

const LEFT_OUT = { storage: 'storage', functions: 'edge functions', graphql: 'GraphQL', pg: 'Studio' };

/** Where a request goes, by its path alone. */
export function route(path: string): Place {
  if (path === '/_faults') return { kind: 'faults' };
  if (path === '/mailbox' || path.startsWith('/mailbox/'))
    return { kind: 'page', path: path.slice('/mailbox'.length) || '/' };
  const [, name = '', rest = ''] = /^\/([a-z]+)(?:\/v1)?(?=\/|$)(.*)$/.exec(path) ?? [];
  const isVersioned = path.startsWith(`/${name}/v1`);
  if (isVersioned && (name === 'auth' || name === 'rest' || name === 'realtime')) {
    return { kind: 'part', part: name, path: rest || '/', needsKey: !KEYLESS.includes(path) };
  }
  for (const [prefix, what] of Object.entries(LEFT_OUT)) if (name === prefix) return { kind: 'left-out', what };
  return { kind: 'nowhere' };
}
