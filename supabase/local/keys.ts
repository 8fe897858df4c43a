import { createHmac } from 'node:crypto';

/** The secret that every local Supabase signs with. Public knowledge: it protects nothing beyond this machine. */
export const LOCAL_JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long';

/** The short form that newer clients use for the anonymous key; the CLI prints the same one everywhere. */
const LOCAL_PUBLISHABLE_KEY = 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH';

const LOCAL_KEYS_EXPIRE_AT = 1_983_812_996; // 2032-11-12, as in the CLI's own keys

export interface Keys {
  readonly jwtSecret: string;
  /** A token with the role `anon` and nobody's name in it. */
  readonly anonKey: string;
  /** A token with the role `service_role`: past every policy. */
  readonly serviceKey: string;
  readonly publishableKey: string;
}

/** The keys of the local stack: with the usual secret, byte for byte those that `supabase start` prints. */
export function localKeys(jwtSecret: string = LOCAL_JWT_SECRET): Keys {
  return {
    jwtSecret,
    anonKey: signToken({ iss: 'supabase-demo', role: 'anon', exp: LOCAL_KEYS_EXPIRE_AT }, jwtSecret),
    serviceKey: signToken({ iss: 'supabase-demo', role: 'service_role', exp: LOCAL_KEYS_EXPIRE_AT }, jwtSecret),
    publishableKey: LOCAL_PUBLISHABLE_KEY,
  };
}

/** A JWT signed with HS256, its claims in the order given. */
export function signToken(claims: Readonly<Record<string, unknown>>, jwtSecret: string): string {
  const text = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((piece) => Buffer.from(JSON.stringify(piece)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', jwtSecret).update(text).digest('base64url')}`;
}

/** The token that a key stands for: the publishable key is the anonymous one's short form; anything else is itself. */
export function tokenOfKey(key: string, keys: Keys): string {
  return key === keys.publishableKey ? keys.anonKey : key;
}
