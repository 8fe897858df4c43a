import type { Answer, Question } from './http-server.ts';
import { rateKey, type RateLimit } from './rate-limit.ts';
import type { Checked, TokenCheck } from './token-check.ts';

export interface Routes {
  readonly tokens: TokenCheck;
  readonly limit: RateLimit;
  /** Without asking anybody: what the last heartbeat said. */
  readonly health: () => { readonly isWell: boolean };
  readonly detailedHealth: () => Promise<unknown>;
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
}

/** Answers one request: `/health` to anybody, `/health/detailed` and `/metrics` to whoever holds the service key. */
export async function answerQuestion(question: Question, routes: Routes): Promise<Answer> {
  const { path, method, address } = question;
  if (method !== 'GET' && method !== 'HEAD') return said(405, 'This can only be read.', { allow: 'GET, HEAD' });
  if (path === '/health') {
    const { isWell } = routes.health();
    return { status: isWell ? 200 : 503, body: { ok: isWell } };
  }
  const checked = await routes.tokens.check(bearer(question.authorization));
  const claims = checked.kind === 'good' ? checked.claims : undefined;
  const taken = routes.limit.take(rateKey({ userId: claims?.sub, organizationId: claims?.organization_id, address }));
  if (!taken.ok) return said(429, 'Too many requests.', { 'retry-after': String(taken.waitSeconds) });
  const refusal = refusalOf(checked);
  if (refusal !== undefined) return refusal;
  if (path === '/health/detailed') return { status: 200, body: await routes.detailedHealth() };
  if (path === '/metrics') {
    const { type, text } = await routes.metrics();
    return { status: 200, headers: { 'content-type': type }, body: text };
  }
  return said(404, 'There is nothing here.');
}

/** Everything but the service key is refused, and so is what nobody can prove at present. */
function refusalOf(checked: Checked): Answer | undefined {
  switch (checked.kind) {
    case 'good':
      return checked.claims.role === 'service_role' ? undefined : said(403, 'This is for the service key alone.');
    case 'bad':
      return said(401, 'A valid token is needed.', { 'www-authenticate': 'Bearer' });
    case 'unknown':
      return said(503, 'Tokens cannot be checked at present.', { 'retry-after': '30' });
    default:
      return checked satisfies never;
  }
}

function bearer(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

function said(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: { message } };
}
