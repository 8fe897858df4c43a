import type { GatewayRequest } from '../gateway/part.ts';
import { bearerToken, type TokenFault } from '../gateway/tokens.ts';
import { tokenOfKey, type Keys } from '../keys.ts';
import type { KnownTokens } from './known-tokens.ts';
import { restError } from './rest-error.ts';
import type { Caller } from './settings-sql.ts';

/** Who calls: what the signed token says, and nobody else's word. Without a token the key's own. */
export async function callerOf(
  request: GatewayRequest,
  { keys, now, known }: { readonly keys: Keys; readonly now: Date; readonly known: KnownTokens },
): Promise<Caller> {
  const { authorization, apikey } = request.headers;
  const key = Array.isArray(apikey) ? apikey[0] : apikey;
  const bearer = bearerToken(authorization);
  // Keys in the short form are no tokens: clients send them in both headers.
  const given =
    bearer === undefined || bearer.startsWith('sb_') ? (bearer ?? keyUnlessEmpty(authorization, key)) : bearer;
  if (given === undefined) {
    throw restError(401, 'PGRST302', 'Anonymous access is disabled', { headers: { 'www-authenticate': 'Bearer' } });
  }
  const verified = await known.verify(tokenOfKey(given, keys), keys, now);
  if (!verified.ok) throw badToken(verified.fault, given);
  return { role: verified.claims.role, claims: verified.claims };
}

function keyUnlessEmpty(authorization: string | undefined, key: string | undefined): string | undefined {
  if (/^bearer\s*$/i.test(authorization?.trim() ?? '')) throw undecodable('Empty JWT is sent in Authorization header');
  return key;
}

function badToken(fault: TokenFault, token: string): Error {
  switch (fault.kind) {
    case 'malformed': {
      const parts = token.split('.').length;
      return undecodable(parts === 3 ? 'JWT cryptographic operation failed' : `Expected 3 parts in JWT; got ${parts}`);
    }
    case 'wrong-algorithm':
      return undecodable('Wrong or unsupported encoding algorithm');
    case 'wrong-signature':
      return undecodable('No suitable key or wrong key type', 'None of the keys was able to decode the JWT');
    case 'expired':
      return badClaims('JWT expired');
    case 'not-yet-valid':
      return badClaims('JWT not yet valid');
    case 'wrong-claims':
      return badClaims('Parsing claims failed');
    default:
      return fault satisfies never;
  }
}

function undecodable(message: string, details?: string): Error {
  return restError(401, 'PGRST301', message, {
    headers: challenge(message),
    ...(details === undefined ? {} : { details }),
  });
}

function badClaims(message: string): Error {
  return restError(401, 'PGRST303', message, { headers: challenge(message) });
}

function challenge(message: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Bearer error="invalid_token", error_description=${JSON.stringify(message)}` };
}
