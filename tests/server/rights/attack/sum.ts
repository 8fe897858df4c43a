import type { Round } from './play.ts';

type Sum = Omit<Round, 'seed' | 'hash'>;

/** Several rounds as one. */
export function sumOf(rounds: readonly Round[]): Sum {
  const counts = new Map<string, number>();
  for (const [name, count] of rounds.flatMap((round) => [...round.counts])) {
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const add = (of: (round: Round) => number): number => rounds.reduce((sum, round) => sum + of(round), 0);
  return {
    counts,
    calls: add(({ calls }) => calls),
    reachedAuthorisation: add((round) => round.reachedAuthorisation),
    breaches: rounds.flatMap(({ breaches }) => breaches),
    broken: rounds.flatMap(({ broken }) => broken),
  };
}
