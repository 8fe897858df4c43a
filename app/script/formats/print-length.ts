/** A length that somebody set, as `readSeconds` reads it back: `0:09`, `1:02:03`, `4.5 s`. */
export function printLength(seconds: number): string {
  if (!Number.isInteger(seconds)) return `${Math.round(seconds * 1000) / 1000} s`;
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}
