import * as z from 'zod';

const Claims = z.looseObject({ sub: z.string(), session_id: z.string(), exp: z.number(), role: z.string() });

/** What an access token says, without asking whether it is genuine. */
export function claimsOf(token: string | undefined): z.output<typeof Claims> {
  const [, payload = ''] = (token ?? '').split('.');
  return Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}
