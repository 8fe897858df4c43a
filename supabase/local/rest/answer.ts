import * as z from 'zod';
import type { GatewayReply } from '../gateway/part.ts';
import { badRange } from './parse-query.ts';
import type { Preferences } from './parse-prefer.ts';
import type { Plan } from './plan.ts';
import { restError, type Refusal } from './rest-error.ts';
import type { Outcome } from './transaction.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const OBJECT_TYPE = 'application/vnd.pgrst.object+json; charset=utf-8';

/** `response.headers` as a function may set it: a list of objects with one name each. */
const GivenHeaders = z.array(
  z.record(z.string(), z.string()).refine((header) => Object.keys(header).length === 1, 'one name each'),
);

/**
 * What the caller gets for what came out. A wrong number of rows is thrown while the transaction is still open. A range
 * beyond the end, and what a function says of its own answer that cannot be sent, come too late: what was done stays.
 */
export function answerOf(plan: Plan, outcome: Outcome, maxRows: number): GatewayReply {
  const { page } = outcome;
  if (plan.single && page !== 1) {
    throw restError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
      details: `The result contains ${page} rows`,
    });
  }
  const { maxAffected, strict } = plan.preferences;
  if (strict && maxAffected !== undefined && page > maxAffected && plan.action !== 'read' && plan.action !== 'insert') {
    throw restError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', {
      details: `The query affects ${page} rows`,
    });
  }
  const reply = isListed(plan) ? listed(plan, outcome, maxRows) : written(plan, outcome);
  return overridden(reply, outcome);
}

export function refusalReply({ status, code, message, details, hint, headers }: Refusal): GatewayReply {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, 'proxy-status': `PostgREST; error=${code}`, ...headers },
    body: JSON.stringify({ code, details, hint, message }),
  };
}

function isListed({ action, called }: Plan): boolean {
  return action === 'read' || (action === 'call' && called?.returns.kind !== 'void');
}

function listed(plan: Plan, outcome: Outcome, maxRows: number): GatewayReply {
  const total = totalOf(plan.preferences, outcome, maxRows);
  const { offset } = plan.query;
  const range = rangeOf(offset, offset + outcome.page - 1, total);
  const headers = {
    'content-type': plan.single ? OBJECT_TYPE : JSON_TYPE,
    'content-range': range,
    ...appliedHeader(plan),
  };
  if (total !== undefined && offset > total) {
    const { refusal } = badRange(`An offset of ${offset} was requested, but there are only ${total} rows.`);
    const refused = refusalReply(refusal);
    return { ...refused, headers: { ...headers, ...refused.headers }, body: plan.isHead ? undefined : refused.body };
  }
  const isPartial = total !== undefined && outcome.page < total;
  return { status: isPartial ? 206 : 200, headers, body: plan.isHead ? undefined : (outcome.body ?? '') };
}

function written(plan: Plan, outcome: Outcome): GatewayReply {
  const { preferences, action } = plan;
  if (action === 'call') {
    return {
      status: 204,
      headers: { 'content-range': rangeOf(0, 0, undefined), ...appliedHeader(plan) },
      body: undefined,
    };
  }
  const total = preferences.count === undefined ? undefined : outcome.page;
  const last = action === 'update' ? outcome.page - 1 : -1;
  const headers = { 'content-range': rangeOf(0, last, total), ...appliedHeader(plan) };
  if (preferences.returns !== 'representation') {
    return { status: action === 'insert' ? 201 : 204, headers, body: undefined };
  }
  return {
    status: action === 'insert' ? 201 : 200,
    headers: { 'content-type': plan.single ? OBJECT_TYPE : JSON_TYPE, ...headers },
    body: outcome.body ?? '[]',
  };
}

/** What a function said of its own answer comes last. */
function overridden(reply: GatewayReply, { status, headers }: Outcome): GatewayReply {
  return {
    ...reply,
    status: status === null ? reply.status : statusIn(status),
    headers: headers === null ? reply.headers : { ...reply.headers, ...headersIn(headers) },
  };
}

function statusIn(text: string): number {
  if (/^[1-5]\d\d$/.test(text)) return Number(text);
  throw restError(500, 'PGRST112', 'response.status guc must be a valid status code');
}

function headersIn(text: string): Readonly<Record<string, string>> {
  const parsed = GivenHeaders.safeParse(asJson(text));
  if (parsed.success) {
    return Object.fromEntries(
      parsed.data.flatMap((header) => Object.entries(header).map(([name, value]) => [name.toLowerCase(), value])),
    );
  }
  throw restError(
    500,
    'PGRST111',
    'response.headers guc must be a JSON array composed of objects with a single key and a string value',
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Guessed where that was asked for, and where counting stopped at its bound. */
function totalOf({ count }: Preferences, { total, planned }: Outcome, maxRows: number): number | undefined {
  if (count === 'planned') return planned;
  if (count === 'estimated' && total !== null && total > maxRows) return Math.max(total, planned ?? total);
  return total ?? undefined;
}

function rangeOf(first: number, last: number, total: number | undefined): string {
  const range = total !== 0 && first <= last ? `${first}-${last}` : '*';
  return `${range}/${total ?? '*'}`;
}

function appliedHeader({ action, preferences, called }: Plan): Readonly<Record<string, string>> {
  const isWrite = action === 'insert' || action === 'update' || action === 'delete';
  const takesLimit = action === 'update' || action === 'delete' || called !== undefined;
  const applied = [
    ...(action === 'insert' && preferences.duplicates !== undefined ? ['resolution=ignore-duplicates'] : []),
    ...(isWrite && preferences.returns !== undefined ? [`return=${preferences.returns}`] : []),
    ...(preferences.count === undefined ? [] : [`count=${preferences.count}`]),
    ...(preferences.strict ? ['handling=strict'] : []),
    ...(preferences.timezone === undefined ? [] : [`timezone=${preferences.timezone}`]),
    ...(takesLimit && preferences.strict && preferences.maxAffected !== undefined
      ? [`max-affected=${preferences.maxAffected}`]
      : []),
  ];
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') };
}
