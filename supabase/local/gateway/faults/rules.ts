import * as z from 'zod';

const Count = z.int().min(0);

/** What a rule applies to. What is left out matches everything; a path matches its beginning, the rest whole. */
const Match = {
  on: z.enum(['http', 'incoming', 'outgoing']),
  /** http: `GET`, …; a WebSocket's handshake is a GET of /realtime/v1/websocket. */
  method: z.string().optional(),
  /** http: with its prefix, `/rest/v1/rpc/push_updates`. */
  path: z.string().optional(),
  /** Frames: as in the frame, `realtime:script:…`; matches its beginning. */
  topic: z.string().optional(),
  event: z.string().optional(),
  /** Lets so many matches through first. */
  skip: Count.default(0),
  /** Then acts so often; for ever when left out. */
  times: Count.optional(),
};

const rule = <Action extends z.ZodRawShape>(action: Action) => z.strictObject({ ...Match, ...action });

export const FaultRule = z.discriminatedUnion('do', [
  /** Frames keep their order: what comes later waits too. */
  rule({ do: z.literal('delay'), ms: z.int().min(0).max(600_000) }),
  /** http: the connection ends without a reply, after the work was done when `handled`. */
  rule({ do: z.literal('drop'), handled: z.boolean().default(false) }),
  /** http: the work is done twice, one after the other; the second reply is given. */
  rule({ do: z.literal('duplicate') }),
  /** Waits until the next one that matches has passed, or the rule is gone. */
  rule({ do: z.literal('reorder') }),
  /** Closes the socket; on http it ends the connection. */
  rule({ do: z.literal('close'), code: z.int().min(1000).max(4999), reason: z.string().default('') }),
  /** http only. */
  rule({ do: z.literal('answer'), status: z.int().min(400).max(599) }),
  /** Stands still until the rule is gone, then goes on. */
  rule({ do: z.literal('freeze') }),
  /** Accepted and never answered; http: after the work was done when `handled`. Ends, unanswered, when the rule is gone. */
  rule({ do: z.literal('hang'), handled: z.boolean().default(false) }),
]);
export type FaultRule = z.output<typeof FaultRule>;
export type FaultRuleInput = z.input<typeof FaultRule>;

/** What passes by: a request or a frame. */
export type Passing =
  | { readonly on: 'http'; readonly method: string; readonly path: string }
  | { readonly on: 'incoming' | 'outgoing'; readonly topic: string; readonly event: string };

export function matches(rule: FaultRule, passing: Passing): boolean {
  if (rule.on !== passing.on) return false;
  if (passing.on === 'http') {
    return (rule.method ?? passing.method) === passing.method && passing.path.startsWith(rule.path ?? '');
  }
  return (rule.event ?? passing.event) === passing.event && passing.topic.startsWith(rule.topic ?? '');
}
