import * as z from 'zod';
import { jsonReply, type GatewayReply } from '../part.ts';
import type { Faults } from './faults.ts';
import { FaultRule } from './rules.ts';

const Rules = z.strictObject({ rules: z.array(FaultRule) });

/** `/_faults`, with the service key: POST `{"rules": […]}` adds, DELETE takes all back; the answer is what stands then. */
export function answerFaultsCall(
  faults: Faults,
  call: { readonly method: string; readonly body: Buffer },
): GatewayReply {
  switch (call.method) {
    case 'GET':
      break;
    case 'DELETE':
      faults.clear();
      return jsonReply(200, { rules: [] });
    case 'POST': {
      const given = Rules.safeParse(parseJson(call.body));
      if (!given.success) return jsonReply(400, { code: '400', message: z.prettifyError(given.error) });
      for (const rule of given.data.rules) faults.add(rule);
      break;
    }
    default:
      return jsonReply(405, {
        code: '405',
        message: 'Faults are read by GET, added by POST and taken back by DELETE.',
      });
  }
  return jsonReply(200, { rules: faults.standing.map(({ rule, hits }) => ({ ...rule, hits })) });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // which no schema accepts
  }
}
