import * as Y from 'yjs';
import { UpdateId } from '../../../app/ids.ts';
import { toBase64 } from '../../../app/server/base64.ts';
import { chainAfter, chainToHex, EMPTY_CHAIN, hexToChain, type Chain } from '../../../app/server/chain.ts';
import { YJS_V1 } from '../../../app/server/frames.ts';
import type { Random } from '../../support/random.ts';
import { sha256 } from '../../support/sha256.ts';

export interface Update {
  readonly id: UpdateId;
  readonly bytes: Uint8Array;
}

/** Real updates: somebody's typing, one insertion each. */
export function typed(random: Random, count = 1, characters = 3): readonly Update[] {
  const doc = new Y.Doc();
  doc.clientID = random.below(2 ** 32);
  const updates: Update[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push({ id: UpdateId.parse(random.uuid()), bytes }));
  for (let n = 0; n < count; n += 1) doc.getText('t').insert(0, 'x'.repeat(characters));
  return updates;
}

/** As push_updates takes them. */
export const wire = (updates: readonly Update[]): readonly object[] =>
  updates.map(({ id, bytes }) => ({ id, format: YJS_V1, bytes: toBase64(bytes) }));

export const rawSha256 = (bytes: Uint8Array): Uint8Array => Buffer.from(sha256(bytes), 'hex');

/** The chain of a log that holds these, from its beginning. */
export function chainOf(updates: readonly Update[], from: Chain = EMPTY_CHAIN): Chain {
  return chainToHex(
    updates.reduce<Uint8Array>((chain, update) => chainAfter(chain, update, rawSha256), hexToChain(from)),
  );
}
