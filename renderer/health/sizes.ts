const numbers = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** 512 → "512 bytes", 4_213_000 → "4.21 MB". Decimal, as disks and systems count. */
export function sizeOf(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${numbers.format(value)} ${UNITS[unit]}`;
}

/** 0.31 → "0.31 ms", 2140 → "2.14 s". */
export function durationOf(ms: number): string {
  return ms < 1000 ? `${numbers.format(ms)} ms` : `${numbers.format(ms / 1000)} s`;
}
