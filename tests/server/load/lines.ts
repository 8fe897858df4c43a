import { Agent, request } from 'node:http';
import pg from 'pg';
import * as z from 'zod';
import { signToken } from '../../../supabase/local/keys.ts';
import { asCaller } from '../../support/server/as-caller.ts';
import type { PushedUpdate } from '../../support/server/some-update.ts';
import type { Pusher } from './crowd.ts';

/** One client's line to the server, of its own. */
export interface Line extends AsyncDisposable {
  /** The positions that the server gave; throws for any other answer. */
  push(updates: readonly PushedUpdate[]): Promise<readonly number[]>;
}

export type OpenLine = (pusher: Pusher) => Promise<Line>;

/** Where a crowd's lines lead; plain data, so that it can be handed to a thread. */
export type Way =
  | { readonly kind: 'gateway'; readonly url: string; readonly anonKey: string; readonly jwtSecret: string }
  | { readonly kind: 'postgres'; readonly url: string };

const TOKEN_SECONDS = 3_600;
const Answer = z.object({ positions: z.array(z.int()) });
const Row = z.object({ body: Answer });

export function linesOf(way: Way): OpenLine {
  return way.kind === 'gateway'
    ? (pusher) => Promise.resolve(gatewayLine(way, pusher))
    : (pusher) => postgresLine(way.url, pusher);
}

/** As the app calls it, over a kept connection. */
function gatewayLine(way: Way & { readonly kind: 'gateway' }, { personId, scriptId }: Pusher): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const claims = { role: 'authenticated', sub: personId, exp: Math.floor(Date.now() / 1_000) + TOKEN_SECONDS };
  const headers = {
    apikey: way.anonKey,
    authorization: `Bearer ${signToken(claims, way.jwtSecret)}`,
    'content-type': 'application/json',
  };
  const url = `${way.url}/rest/v1/rpc/push_updates`;
  return {
    push: async (updates) => {
      const body = JSON.stringify({ script_id: scriptId, updates });
      const { status, text } = await post(url, { agent, headers }, body);
      if (status !== 200) throw new Error(`${status}: ${text}`);
      return Answer.parse(JSON.parse(text)).positions;
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

/** Straight to Postgres, or to what stands before it: one transaction for each call, as the REST service makes them. */
async function postgresLine(connectionString: string, { personId, scriptId }: Pusher): Promise<Line> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined); // what breaks under way is said by the call
  await client.connect();
  return {
    push: async (updates) => {
      const values = [scriptId, JSON.stringify(updates)];
      const { rows } = await asCaller(client, personId, 'select public.push_updates($1, $2) as body', values);
      return Row.parse(rows[0]).body.positions;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

function post(
  url: string,
  options: { readonly agent: Agent; readonly headers: Readonly<Record<string, string>> },
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const sent = request(url, { ...options, method: 'POST' }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (piece: string) => (text += piece));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
