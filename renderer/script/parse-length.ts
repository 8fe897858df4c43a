/** "1:30", "90", "90 s", "2 min" → seconds; null when it is none of these. */
export function parseLength(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  const clock = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(trimmed);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const plain = /^(\d{1,5})\s*(s|sec|seconds|m|min|minutes)?$/.exec(trimmed);
  if (!plain) return null;
  return Number(plain[1]) * (plain[2]?.startsWith('m') ? 60 : 1);
}
