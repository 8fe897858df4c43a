import { jsonReply, type GatewayReply } from '../part.ts';
import type { Faults } from './faults.ts';
import type { StandingRule } from './standing-rule.ts';

export interface FaultyRequest {
  readonly method: string;
  readonly path: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** Handles a request as the rules in force want it. `cut`: its connection ends without a reply. */
export async function aroundRequest<Outcome>(
  faults: Faults,
  { method, path, signal }: FaultyRequest,
  handle: () => Promise<Outcome>,
): Promise<Outcome | GatewayReply | 'cut'> {
  const passing = { on: 'http', method, path } as const;
  const standing = faults.take(passing);
  const reply = standing === undefined ? await handle() : await carryOut(faults, standing, signal, handle);
  faults.passed(passing);
  return reply;
}

async function carryOut<Outcome>(
  faults: Faults,
  standing: StandingRule,
  signal: AbortSignal,
  handle: () => Promise<Outcome>,
): Promise<Outcome | GatewayReply | 'cut'> {
  const { rule } = standing;
  const leaves = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  switch (rule.do) {
    case 'delay': {
      const { promise, resolve } = Promise.withResolvers<void>();
      const forget = faults.after(rule.ms, resolve);
      await Promise.race([promise, leaves]);
      forget();
      return handle();
    }
    case 'freeze':
      await Promise.race([standing.gone, leaves]);
      return handle();
    case 'reorder':
      await Promise.race([standing.overtaken(), leaves]);
      return handle();
    case 'duplicate':
      await handle();
      return handle();
    case 'drop':
      if (rule.handled) await handle();
      return 'cut';
    case 'hang':
      if (rule.handled) await handle();
      await Promise.race([standing.gone, leaves]);
      return 'cut';
    case 'close':
      return 'cut';
    case 'answer':
      return faultReply(rule.status);
    default:
      return rule satisfies never;
  }
}

/** In Supabase's own shape; 429 and 503 say when to come back, as the real ones may. */
export function faultReply(status: number): GatewayReply {
  const retryAfter = status === 429 || status === 503 ? { 'retry-after': '1' } : {};
  return jsonReply(status, { code: String(status), message: `A fault was asked for: ${status}.` }, retryAfter);
}
