import type { Pool } from 'pg';
import * as z from 'zod';
import type { GatewayReply, GatewayRequest, Surroundings } from '../gateway/part.ts';
import type { GatewaySettings } from '../gateway/settings.ts';
import type { Keys } from '../keys.ts';
import { AuthFailure } from './failure.ts';
import type { Mailbox } from './mailbox.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Session } from './sessions.ts';
import type { User } from './users.ts';

/** What every call of auth works with. */
export interface Desk {
  readonly pool: Pool;
  readonly settings: GatewaySettings['auth'];
  readonly surroundings: Surroundings;
  readonly keys: Keys;
  /** `<api>/auth/v1`: the issuer of tokens, and where links in mails lead. */
  readonly issuer: string;
  readonly mailbox: Mailbox;
  readonly limits: RateLimits;
}

/** One call: the request and the moment at which all of it happens. */
export interface Call {
  readonly request: GatewayRequest;
  readonly now: Date;
}

/** Who a user token names, as the database knows them now. */
export interface Caller {
  readonly user: User;
  readonly session: Session | undefined;
}

export type Handle = (desk: Desk, call: Call) => Promise<GatewayReply>;
export type HandleCaller = (desk: Desk, call: Call, caller: Caller) => Promise<GatewayReply>;
export type HandleUser = (desk: Desk, call: Call, userId: string) => Promise<GatewayReply>;

/** The same limit that GoTrue sets for a body. */
const MAX_BODY_BYTES = 1 << 20;

/** Optional text that clients send as null when they have none. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
export const Metadata = z.record(z.string(), z.unknown());
export type Metadata = z.output<typeof Metadata>;
export const optionalMetadata = Metadata.nullish().transform((metadata) => metadata ?? undefined);

/** Unknown fields are passed over, as GoTrue passes over them: newer clients send more. */
export function parseBody<T>({ request }: Call, schema: z.ZodType<T>): T {
  if (request.body.length > MAX_BODY_BYTES) {
    const message = `Request body too large (max ${MAX_BODY_BYTES} bytes)`;
    throw new AuthFailure(413, 'request_entity_too_large', message);
  }
  const parsed = schema.safeParse(readJson(request.body) ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badJson(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not as expected'}`, parsed.error);
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badJson('it is not JSON', error);
  }
}

function badJson(why: string, cause: unknown): AuthFailure {
  return new AuthFailure(400, 'bad_json', `Could not parse request body as JSON: ${why}`, { cause });
}
