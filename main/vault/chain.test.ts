import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import { chainNext, chainStart, idBytes } from './chain.ts';
import { seal, sha256 } from './seal.ts';

const scriptId = ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f');
const link = {
  id: idBytes(scriptId),
  format: 1,
  origin: 1,
  savedAt: 1_780_000_000_000,
  sha: sha256(Uint8Array.of(1, 2)),
};

test('[VAULT-14] the chain is the documented digest, so that a separate program can check it', () => {
  const start = createHash('sha256').update(scriptId).digest();
  const time = Buffer.alloc(8);
  time.writeDoubleBE(1_780_000_000_000);
  const expected = createHash('sha256')
    .update(start)
    .update(Buffer.from('7d1f7f3c6c2b4c7e9d5e0a1b2c3d4e5f', 'hex'))
    .update(Buffer.of(0, 1, 1))
    .update(time)
    .update(createHash('sha256').update(Buffer.of(1, 2)).digest())
    .digest();
  expect(chainStart(scriptId)).toEqual(start);
  expect(chainNext(start, link)).toEqual(expected);
});

test('[VAULT-14] every part of a row changes its chain', () => {
  const start = chainStart(scriptId);
  const variants = [
    chainNext(start, link),
    chainNext(sha256('other'), link),
    chainNext(start, { ...link, id: sha256('other').subarray(0, 16) }),
    chainNext(start, { ...link, format: 2 }),
    chainNext(start, { ...link, origin: 2 }),
    chainNext(start, { ...link, savedAt: link.savedAt + 1 }),
    chainNext(start, { ...link, sha: sha256('other') }),
  ].map((bytes) => bytes.toString('hex'));
  expect(new Set(variants).size).toBe(variants.length);
});

test('[VAULT-14] a seal tells null from nothing, numbers from text and one column from the next', () => {
  const seals = [[null], [''], [0], ['0'], ['a', 'b'], ['ab'], [Uint8Array.of(10)], ['0a', ''], []].map((values) =>
    seal(values).toString('hex'),
  );
  expect(new Set(seals).size).toBe(seals.length);
});
