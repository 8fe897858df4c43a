import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonReply, type GatewayReply } from './part.ts';

/** Four times the largest push: 4 MiB of updates in base64 with their names. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const ALLOWED_HEADERS = [
  'authorization',
  'apikey',
  'content-type',
  'x-client-info',
  'x-supabase-api-version',
  'prefer',
  'range',
  'accept-profile',
  'content-profile',
  'x-galley-view-as',
  'x-retry-count',
];

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'content-range, content-profile, location, link, x-total-count, x-supabase-api-version, x-sb-error-code',
};

export const preflightReply: GatewayReply = {
  status: 200,
  headers: {
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers': ALLOWED_HEADERS.join(', '),
    'access-control-max-age': '3600',
  },
  body: undefined,
};

export const tooLargeReply = jsonReply(413, {
  code: '413',
  message: `The request is larger than ${MAX_BODY_BYTES} bytes.`,
});

/** The whole body, or nothing when it is too large; the rest of a body that is too large is not read. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

export function send(response: ServerResponse, { status, headers, body }: GatewayReply): void {
  response.writeHead(status, { ...CORS, ...headers, 'content-length': Buffer.byteLength(body ?? '') });
  response.end(body);
}

/** Aborted when the connection ends before its reply was sent. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
