import type { Claims } from '../gateway/tokens.ts';
import type { House } from './house.ts';

/** The random part of a topic's name is as good as a key to whoever else may read it: it is not written down. */
const EPOCH = /[0-9a-f]{32}/gi;
const MAX_THING_LENGTH = 100;

/** An attempt to read or write a topic against its policies. */
export async function recordRefusedTopic(
  house: House,
  attempt: { readonly name: string; readonly claims: Claims; readonly verb: 'read' | 'write' },
): Promise<void> {
  await house.recordAttempt({
    kind: 'table-refused',
    thing: `realtime ${attempt.verb} ${attempt.name.replaceAll(EPOCH, '…')}`.slice(0, MAX_THING_LENGTH),
    actor: attempt.claims.sub,
    details: { role: attempt.claims.role },
  });
}
