import type { IncomingHttpHeaders } from 'node:http';
import { tokenOfKey, type Keys } from '../keys.ts';
import { jsonReply, type GatewayReply } from './part.ts';
import { bearerToken } from './tokens.ts';

export type KeyCheck =
  | { readonly kind: 'good'; readonly token: string; readonly isService: boolean }
  | { readonly kind: 'missing' | 'wrong'; readonly reply: GatewayReply };

/** The API key of a request, in its header or, as WebSockets must, in its address. */
export function checkKey(headers: IncomingHttpHeaders, query: URLSearchParams, keys: Keys): KeyCheck {
  const given = headers['apikey'] ?? query.get('apikey');
  if (typeof given !== 'string' || given === '') return { kind: 'missing', reply: MISSING };
  if (![keys.anonKey, keys.serviceKey, keys.publishableKey].includes(given)) return { kind: 'wrong', reply: WRONG };
  return { kind: 'good', token: tokenOfKey(given, keys), isService: given === keys.serviceKey };
}

/** Whose word counts: the person's own token; without one, or with a key in its place, the key's. */
export function effectiveToken(authorization: string | undefined, keyToken: string, keys: Keys): string {
  return tokenOfKey(bearerToken(authorization) ?? keyToken, keys);
}

const MISSING = jsonReply(401, {
  message: 'No API key found in request',
  hint: 'No `apikey` request header or url param was found.',
});

const WRONG = jsonReply(401, {
  message: 'Invalid API key',
  hint: 'Double check your Supabase `anon` or `service_role` API key.',
});
