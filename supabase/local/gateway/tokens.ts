import { errors, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Keys } from '../keys.ts';

/** As PostgREST and GoTrue allow it: clocks may differ by this much. */
const SKEW_SECONDS = 30;

/** What every token says; user tokens say more (`session_id`, `email`, `app_metadata`, …), which stays as it came. */
const Claims = z.looseObject({
  role: z.string().min(1),
  exp: z.int(),
  iat: z.int().optional(),
  sub: z.uuid().optional(),
  session_id: z.string().optional(),
});
export type Claims = z.output<typeof Claims>;

export type TokenFault =
  | { readonly kind: 'malformed' }
  /** Also `none`, and every algorithm but HS256. */
  | { readonly kind: 'wrong-algorithm' }
  | { readonly kind: 'wrong-signature' }
  | { readonly kind: 'expired'; readonly seconds: number }
  | { readonly kind: 'not-yet-valid' }
  /** `role` or `exp` is missing, or a claim has the wrong type. */
  | { readonly kind: 'wrong-claims' };

export type Verified =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly fault: TokenFault };

/** Checks signature, algorithm and times (30 s of skew). Accepts no algorithm but HS256, whatever the token says. */
export async function verifyToken(token: string, keys: Keys, now: Date): Promise<Verified> {
  const seconds = Math.floor(now.getTime() / 1_000);
  try {
    const { payload } = await jwtVerify(token, Buffer.from(keys.jwtSecret), {
      algorithms: ['HS256'],
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success) return refused({ kind: 'wrong-claims' });
    if ((claims.data.iat ?? 0) > seconds + SKEW_SECONDS) return refused({ kind: 'not-yet-valid' });
    return { ok: true, claims: claims.data };
  } catch (error) {
    if (error instanceof errors.JOSEError) return refused(faultOf(error, seconds));
    throw error;
  }
}

/** The token of `Authorization: Bearer …`, or nothing. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

function refused(fault: TokenFault): Verified {
  return { ok: false, fault };
}

function faultOf(error: errors.JOSEError, seconds: number): TokenFault {
  if (error instanceof errors.JWTExpired) {
    return { kind: 'expired', seconds: Math.max(0, seconds - (error.payload.exp ?? seconds)) };
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' && error.reason === 'check_failed'
      ? { kind: 'not-yet-valid' }
      : { kind: 'wrong-claims' };
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return { kind: 'wrong-algorithm' };
  if (error instanceof errors.JWSSignatureVerificationFailed) return { kind: 'wrong-signature' };
  return { kind: 'malformed' };
}
