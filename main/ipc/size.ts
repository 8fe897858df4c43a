import { MAX_IMPORT_BYTES, MAX_RESCUE_BYTES, MAX_UPDATE_BYTES, type CallName } from '../../app/ipc/contract.ts';

/** What the fields around the bytes of a call may take. */
const FIELDS_BYTES = 4 * 1024;
/** The longest ordinary call is a link of 2,048 characters. */
const ORDINARY_BYTES = 16 * 1024;

/** Every object and every entry counts, so that a message of empty things has an end as well. */
const ENTRY_BYTES = 16;
/** No input of the contract is nested deeper than three; a circle ends here. */
const MAX_DEPTH = 8;

const LARGER: Partial<Record<CallName, number>> = {
  'script.append': MAX_UPDATE_BYTES + FIELDS_BYTES,
  'files.preview-import': MAX_IMPORT_BYTES + FIELDS_BYTES,
  'rescue.export': MAX_RESCUE_BYTES,
};

/** How many bytes one call may bring, measured before anything of it is read. */
export const maxInputBytes = (name: CallName): number => LARGER[name] ?? ORDINARY_BYTES;

/** Stops at the cap: what comes over the bridge may be of any size and shape. */
export function isWithin(maxBytes: number, input: unknown): boolean {
  let left = maxBytes;
  const take = (value: unknown, depth: number): boolean => {
    left -= ENTRY_BYTES;
    if (left < 0 || depth > MAX_DEPTH) return false;
    if (typeof value === 'string') left -= value.length * 2;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) left -= value.byteLength;
    else if (value instanceof Map || value instanceof Set) return false;
    else if (Array.isArray(value))
      return value.length * ENTRY_BYTES <= left && value.every((item) => take(item, depth + 1));
    else if (typeof value === 'object' && value !== null) {
      return Object.entries(value).every(([key, item]) => {
        left -= key.length * 2;
        return take(item, depth + 1);
      });
    }
    return left >= 0;
  };
  return take(input, 0);
}
