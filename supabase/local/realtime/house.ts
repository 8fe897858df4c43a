import type { Attempt, SocketFaults, Surroundings } from '../gateway/part.ts';
import type { GatewaySettings } from '../gateway/settings.ts';
import { verifyToken, type Claims, type TokenFault } from '../gateway/tokens.ts';
import type { Keys } from '../keys.ts';
import type { Hub } from './hub.ts';
import type { Policies } from './policies.ts';
import type { Rate } from './rates.ts';

/** A connection, as the house sees it. */
export interface Guest {
  watch(now: Date): void;
  close(code: number, reason: string): void;
}

/** What all connections share. */
export interface House {
  readonly settings: GatewaySettings['realtime'];
  readonly surroundings: Surroundings;
  readonly keys: Keys;
  readonly hub: Hub;
  readonly policies: Policies;
  /** A message counts once when it is sent and once for each who receives it. */
  readonly messages: Rate;
  readonly joins: Rate;
  readonly presence: Rate;
  /** Connections with a channel, or that had one: these count as connected. */
  readonly users: Set<object>;
  readonly connections: Set<Guest>;
  /** Whether broadcasts from the database arrive. */
  isListening(): boolean;
  readonly socketFaults: SocketFaults;
  recordAttempt(attempt: Attempt): Promise<void>;
}

export type Token =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly message: string; readonly code: TokenCode };
type TokenCode = 'InvalidJWTToken' | 'MalformedJWT' | 'JwtSignatureError';

/** Checks a token as Realtime does: to the second, without the tolerance of the other parts. */
export async function readToken(token: string, { keys, surroundings }: House): Promise<Token> {
  const now = surroundings.now();
  const verified = await verifyToken(token.replaceAll(/\s/g, ''), keys, now);
  if (!verified.ok) return { ok: false, ...sayFault(verified.fault) };
  const secondsOver = Math.floor(now.getTime() / 1_000) - verified.claims.exp;
  if (secondsOver >= 0) return { ok: false, ...sayFault({ kind: 'expired', seconds: secondsOver }) };
  return verified;
}

function sayFault(fault: TokenFault): { readonly code: TokenCode; readonly message: string } {
  switch (fault.kind) {
    case 'expired':
      return { code: 'InvalidJWTToken', message: `Token has expired ${fault.seconds} seconds ago` };
    case 'not-yet-valid':
      return { code: 'InvalidJWTToken', message: 'Token is not yet valid' };
    case 'wrong-claims':
      return { code: 'InvalidJWTToken', message: 'Fields `role` and `exp` are required in JWT' };
    case 'malformed':
      return { code: 'MalformedJWT', message: 'The token provided is not a valid JWT' };
    case 'wrong-algorithm':
    case 'wrong-signature':
      return { code: 'JwtSignatureError', message: 'Failed to validate JWT signature' };
    default:
      return fault satisfies never;
  }
}
