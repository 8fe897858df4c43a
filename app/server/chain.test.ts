import { expect, test } from 'vitest';
import { UpdateId } from '../ids.ts';
import { sha256 as hexSha256 } from '../../tests/support/sha256.ts';
import { Chain, chainAfter, chainToHex, EMPTY_CHAIN, hexToChain } from './chain.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => Buffer.from(hexSha256(bytes), 'hex');
const ID = UpdateId.parse('01020304-0506-4708-890a-0b0c0d0e0f10');

test('[PUSH-3] a chain binds the one before it, the id and the bytes', () => {
  const after = (previous: Chain, id: UpdateId, ...bytes: number[]): Chain =>
    chainToHex(chainAfter(hexToChain(previous), { id, bytes: Uint8Array.from(bytes) }, sha256));
  const chain = after(EMPTY_CHAIN, ID, 0, 0);
  const byHand = Buffer.concat([
    Buffer.alloc(32),
    Buffer.from('0102030405064708890a0b0c0d0e0f10', 'hex'),
    sha256(Uint8Array.of(0, 0)),
  ]);
  expect(chain).toBe(hexSha256(byHand));
  expect(after(chain, ID, 0, 0)).not.toBe(chain);
  expect(after(EMPTY_CHAIN, ID, 0, 1)).not.toBe(chain);
  expect(after(EMPTY_CHAIN, UpdateId.parse('01020304-0506-4708-890a-0b0c0d0e0f11'), 0, 0)).not.toBe(chain);
});
