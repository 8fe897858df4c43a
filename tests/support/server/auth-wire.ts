import * as z from 'zod';
import type { ContractServer } from './contract-server.ts';

export interface AuthCall {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  /** The caller's token; without one the API key stands for it. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AuthReply {
  readonly status: number;
  readonly headers: Headers;
  /** {} where there is none, or where it is not an object in JSON. */
  readonly body: Record<string, unknown>;
}

type Address = Pick<ContractServer, 'url' | 'anonKey'>;

/** One call as supabase-js 2.119 puts it on the wire. Redirects are not followed. */
export async function callAuth({ url, anonKey }: Address, path: string, call: AuthCall = {}): Promise<AuthReply> {
  const { token = anonKey, text, body, headers } = call;
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}/auth/v1${path}`, {
    method: call.method ?? (content === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      apikey: anonKey,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json;charset=UTF-8',
      'x-supabase-api-version': '2024-01-01',
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  return { status: response.status, headers: response.headers, body: asObject(await response.text()) };
}

const Tokens = z.looseObject({ access_token: z.string(), refresh_token: z.string() });
export type Tokens = z.output<typeof Tokens>;

export function tokensOf({ body }: AuthReply): Tokens {
  return Tokens.parse(body);
}

export async function signInOnWire(
  server: Address,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Tokens> {
  return tokensOf(await callAuth(server, '/token?grant_type=password', { body: { email, password } }));
}

function asObject(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return {}; // an empty reply, or a page
  }
}
