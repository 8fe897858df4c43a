/** The one stretch in which two texts differ, never cutting a surrogate pair. */
export interface Difference {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

export function difference(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at++;
  if (isHigh(before, at - 1)) at--;
  let end = 0;
  while (end < shorter - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end > 0 && isLow(before, before.length - end)) end--;
  return { at, removed: before.length - at - end, inserted: after.slice(at, after.length - end) };
}

const isHigh = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLow = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
