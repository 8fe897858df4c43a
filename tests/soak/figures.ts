/** One look at a process: when, and how much memory it holds. */
export interface MemorySample {
  readonly atMs: number;
  readonly bytes: number;
}

const MINUTE_MS = 60_000;
const MEGABYTE = 1024 * 1024;

/** Megabytes a minute, by the straight line that lies nearest to all samples from `fromMs` on; 0 for fewer than three. */
export function slopeMbPerMinute(samples: readonly MemorySample[], fromMs: number): number {
  const late = samples.filter(({ atMs }) => atMs >= fromMs);
  if (late.length < 3) return 0;
  const minutes = late.map(({ atMs }) => (atMs - fromMs) / MINUTE_MS);
  const megabytes = late.map(({ bytes }) => bytes / MEGABYTE);
  const [meanMinute, meanMegabyte] = [mean(minutes), mean(megabytes)];
  const spread = minutes.reduce((sum, minute) => sum + (minute - meanMinute) ** 2, 0);
  if (spread === 0) return 0;
  const together = minutes.reduce(
    (sum, minute, index) => sum + (minute - meanMinute) * ((megabytes[index] ?? meanMegabyte) - meanMegabyte),
    0,
  );
  return together / spread;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
