import { createHash } from 'node:crypto';
import { PersonId, UpdateId } from '../../../app/ids.ts';
import type { RemoteUpdate } from '../../../app/sync/facts.ts';
import type { Digest } from '../../../app/sync/ports.ts';
import type { Random } from '../random.ts';

export const digest: Digest = { sha256: (bytes) => createHash('sha256').update(bytes).digest() };

/** Some update of a server's log. */
export function anUpdate(random: Random): RemoteUpdate {
  return {
    id: UpdateId.parse(random.uuid()),
    format: 1,
    bytes: Uint8Array.from({ length: 20 }, () => random.below(256)),
    pushedBy: PersonId.parse(random.uuid()),
    claimedAuthor: null,
  };
}
