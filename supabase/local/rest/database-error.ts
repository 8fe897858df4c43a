import { DatabaseError } from 'pg';
import * as z from 'zod';
import { RestError, restError } from './rest-error.ts';
import { statusOf } from './status-of.ts';

const RaisedMessage = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().nullish(),
  hint: z.string().nullish(),
});
const RaisedDetail = z.object({
  status: z.int().min(100).max(599),
  status_text: z.string().nullish(),
  headers: z.record(z.string(), z.string()),
});

/** What Postgres said, as PostgREST passes it on. What is no word of Postgres's is a lost connection. */
export function fromDatabase(error: unknown, signedIn: boolean): RestError {
  if (error instanceof RestError) return error;
  if (!(error instanceof DatabaseError)) {
    const said = error instanceof Error ? error.message : String(error);
    return new RestError(
      {
        status: 503,
        code: 'PGRST001',
        message: 'Database client error. Retrying the connection.',
        details: said,
        hint: null,
      },
      { cause: error },
    );
  }
  if (error.code === 'PGRST') return fromRaise(error);
  const code = error.code ?? 'XX000';
  const status = statusOf(code, error.message, signedIn);
  return new RestError(
    {
      status,
      code,
      message: error.message,
      details: error.detail ?? null,
      hint: error.hint ?? null,
      ...(status === 401 ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
    },
    { cause: error },
  );
}

/** `raise sqlstate 'PGRST' using message = '{…}', detail = '{…}'`: the function decides every part of the answer. */
function fromRaise(error: DatabaseError): RestError {
  const message = RaisedMessage.safeParse(asJson(error.message));
  if (!message.success) return unreadable(`Invalid JSON value for MESSAGE: '${error.message}'`);
  if (error.detail === undefined) return unreadable('DETAIL is missing in the RAISE statement');
  const detail = RaisedDetail.safeParse(asJson(error.detail));
  if (!detail.success) return unreadable(`Invalid JSON value for DETAIL: '${error.detail}'`);
  const { code, message: text, details, hint } = message.data;
  return new RestError({
    status: detail.data.status,
    code,
    message: text,
    details: details ?? null,
    hint: hint ?? null,
    headers: detail.data.headers,
  });
}

function unreadable(details: string): RestError {
  return restError(500, 'PGRST121', `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`, {
    details,
    hint: details.includes('MESSAGE')
      ? "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."
      : "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.",
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
