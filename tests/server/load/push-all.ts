import type { Pusher } from './crowd.ts';
import type { OpenLine } from './lines.ts';

export interface Pushed {
  readonly tookMs: readonly number[];
  /** What went wrong, and how often. A line that could not be opened counts once for each call that it had before it. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Everybody at once, each one call after another; the time of a call is what its caller waits. */
export async function pushAll(crowd: readonly Pusher[], open: OpenLine): Promise<Pushed> {
  const tookMs: number[] = [];
  const errors: Record<string, number> = {};
  const failed = (error: unknown, times: number): void => {
    const said = error instanceof Error ? error.message : String(error);
    errors[said] = (errors[said] ?? 0) + times;
  };
  await Promise.all(
    crowd.map(async (pusher) => {
      let done = 0;
      try {
        await using line = await open(pusher);
        for (const updates of pusher.calls) {
          const start = performance.now();
          await line.push(updates);
          tookMs.push(performance.now() - start);
          done += 1;
        }
      } catch (error) {
        failed(error, pusher.calls.length - done);
      }
    }),
  );
  return { tookMs, errors };
}
