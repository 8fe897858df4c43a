import type pg from 'pg';
import * as z from 'zod';
import type { Cell } from './cells.ts';
import { callOf, expectedOf, type Deed } from './deeds.ts';
import { commonDeeds, projectDeeds, scriptDeeds } from './log-deeds.ts';
import { memberDeeds, membersOfProjectDeeds } from './member-deeds.ts';
import { projects } from './people.ts';
import { isDenied, probe, type Caller, type Outcome } from './probe.ts';
import { scripts } from './scripts.ts';

const Refusal = z.object({ code: z.string(), message: z.string() });

/** Every status of the own project; of each other project the draft, where the most is possible. */
const chosenScripts = scripts.filter(({ project, status }) => project === 'A1' || status === 'draft');

export const allDeeds: readonly Deed[] = [
  ...chosenScripts.flatMap(scriptDeeds),
  ...projects.flatMap((project) => [...projectDeeds(project), ...membersOfProjectDeeds(project)]),
  ...memberDeeds,
  ...commonDeeds,
];

export function gotFrom(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'no answer';
  if (isDenied(outcome)) return 'denied';
  if ('error' in outcome) return `broken: ${outcome.error} ${outcome.message}`;
  if (outcome.status === null || Number(outcome.status) < 400) return 'allowed';
  const refusal = Refusal.safeParse(outcome.answer);
  return refusal.success ? refusal.data.code : `broken: status ${outcome.status} without a refusal`;
}

/** An expectation may leave open which of two refusals it is. */
const matched = (expected: string, got: string): string => (expected.split('|').includes(got) ? expected : got);

export async function callCells(
  client: pg.ClientBase,
  deeds: readonly Deed[],
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const caller of callers) {
    const statements = deeds.map((deed) => callOf(deed, caller.person));
    const outcomes = await probe(client, caller, statements);
    for (const [index, deed] of deeds.entries()) {
      const expected = expectedOf(deed, caller);
      const got = matched(expected, gotFrom(outcomes[index]));
      cells.push({ caller, what: `call ${deed.routine}: ${deed.about}`, expected, got });
    }
  }
  return cells;
}
