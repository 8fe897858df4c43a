import * as z from 'zod';
import { AccountPerson } from '../../app/ipc/account.ts';
import { PersonId } from '../../app/ids.ts';

/** What somebody is signed in with. Never leaves the main process, and the disk only encrypted. */
export const Session = z.object({
  person: AccountPerson,
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** By the server's clock, in milliseconds since 1970: after `renewAt` it is renewed, after `endsAt` refused. */
  renewAt: z.number(),
  endsAt: z.number(),
});
export type Session = z.output<typeof Session>;

/** What the server gives whoever came in, as auth-js hands it over; names as on the wire. */
export const GivenSession = z
  .object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1),
    expires_in: z.number().positive(),
    expires_at: z.number().optional(),
    user: z.object({
      id: PersonId,
      email: z.string().optional(),
      user_metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .transform(({ access_token, refresh_token, expires_in, expires_at, user }) => ({
    accessToken: access_token,
    refreshToken: refresh_token,
    lifeMs: expires_in * 1_000,
    endsAt: expires_at === undefined ? null : expires_at * 1_000,
    person: { personId: user.id, email: user.email ?? '', name: nameOf(user.user_metadata?.['name']) },
  }));
export type GivenSession = z.output<typeof GivenSession>;

/** As early as auth-js would. */
const RENEW_BEFORE_MS = 90_000;

/** A token's end by the server's own word, or its life from now where it gave none. */
export function sessionOf(given: GivenSession, serverNowMs: number): Session {
  const { accessToken, refreshToken, person, lifeMs } = given;
  const endsAt = given.endsAt ?? serverNowMs + lifeMs;
  return { accessToken, refreshToken, person, renewAt: endsAt - Math.min(RENEW_BEFORE_MS, lifeMs / 4), endsAt };
}

const nameOf = (name: unknown): string | null => (typeof name === 'string' && name.trim() !== '' ? name.trim() : null);
