import { limits } from '../../../app/server/limits.ts';
import type { RefusalCode } from '../../../app/server/refusal.ts';
import type { Batch } from '../../../app/sync/facts.ts';

/** What the server finds wrong with a call's batches without looking at the script, in the order in which it looks. */
export function readPushed(batches: readonly Batch[], formats: readonly number[]): RefusalCode | undefined {
  if (batches.length === 0) return 'bad-request';
  if (batches.length > limits.pushUpdates) return 'too-large';
  const isWhole = batches.every(({ bytes }) => bytes.length > 0);
  if (!isWhole || new Set(batches.map(({ batchId }) => batchId)).size < batches.length) return 'bad-request';
  const all = batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (all > limits.pushBytes || batches.some(({ bytes }) => bytes.length > limits.updateBytes)) return 'too-large';
  if (batches.some(({ format }) => !formats.includes(format))) return 'unknown-format';
  return batches.every(({ bytes }) => beginsAsYjs(bytes)) ? undefined : 'bad-request';
}

/** All that Postgres can tell: the number of clients whose structs follow, and whether so many could. */
function beginsAsYjs(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if (bytes.length < 2) return false;
  if (first === 0) return second === 0 ? bytes.length === 2 : bytes.length >= 4;
  if (first < 128) return bytes.length >= 2 + 5 * first;
  if (second < 128) return bytes.length >= 3 + 5 * (first - 128 + 128 * second);
  return bytes.length >= 5 * 16_384;
}
