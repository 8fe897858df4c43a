import type pg from 'pg';
import * as z from 'zod';
import type { Cell } from './cells.ts';
import type { Catalog } from './catalog.ts';
import { callOf, expectedOf, type Deed } from './deeds.ts';
import { commonDeeds, projectDeeds, scriptDeeds } from './log-deeds.ts';
import { memberDeeds, membersOfProjectDeeds } from './member-deeds.ts';
import { personalDeeds, reviewDeeds } from './review-deeds.ts';
import { projects, type Project } from './people.ts';
import { isDenied, probe, type Caller, type Outcome } from './probe.ts';
import { chosenScripts, type PlantedScript } from './scripts.ts';

const Refusal = z.object({ code: z.string(), message: z.string() });

const deedsAbout = (scripts: readonly PlantedScript[], among: readonly Project[]): readonly Deed[] => [
  ...scripts.flatMap((script) => [...scriptDeeds(script), ...reviewDeeds(script)]),
  ...among.flatMap((project) => [...projectDeeds(project), ...membersOfProjectDeeds(project)]),
  ...memberDeeds,
  ...personalDeeds,
  ...commonDeeds,
];

export const allDeeds = deedsAbout(chosenScripts, projects);

const named = (label: string): readonly PlantedScript[] => chosenScripts.filter((script) => script.label === label);

/** What shows whether a claim is believed: at home, where the most is possible, and at a stranger's. */
export const fewDeeds = deedsAbout([...named('A1 draft'), ...named('B1 draft')], ['A1', 'B1']);

/** What shows whether a header only weakens. */
export const homeDeeds = deedsAbout(named('A1 draft'), ['A1']);

export function gotFrom(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'no answer';
  if (isDenied(outcome)) return 'denied';
  if ('error' in outcome) return `broken: ${outcome.error} ${outcome.message}`;
  if (outcome.status === null || Number(outcome.status) < 400) return 'allowed';
  const refusal = Refusal.safeParse(outcome.answer);
  return refusal.success ? refusal.data.code : `broken: status ${outcome.status} without a refusal`;
}

const NOBODY = { person: undefined, viewedAs: undefined } as const;

/** An expectation may leave open which of two refusals it is. */
const matched = (expected: string, got: string): string => (expected.split('|').includes(got) ? expected : got);

/** A call that takes a right which its caller lacks is written down, once, whatever they are told. */
function recordCells(deed: Deed, caller: Caller, outcome: Outcome | undefined): readonly Cell[] {
  if (outcome === undefined || 'error' in outcome || caller.person === undefined) return [];
  const isAttempt = deed.needs.some((each) => !each.allows(caller)) && gotFrom(outcome) !== 'script-status';
  if (!isAttempt) return [];
  const got = outcome.attempts === 1 ? 'recorded' : `recorded ${outcome.attempts} times`;
  return [{ caller, what: `record the attempt ${deed.routine}: ${deed.about}`, expected: 'recorded', got }];
}

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
      cells.push(...recordCells(deed, caller, outcomes[index]));
    }
  }
  return cells;
}

/** Who may execute a function at all: of the inner ones nobody who could change something with it. */
export async function executeCells(
  client: pg.ClientBase,
  { routines }: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const deedsOf = (name: string): readonly Deed[] => allDeeds.filter(({ routine }) => routine === name);
  const isOpenTo = (name: string, role: Caller['role']): boolean =>
    deedsOf(name).some(
      ({ needs, isInner }) => isInner !== true && (role !== 'anon' || needs.every((each) => each.allows(NOBODY))),
    );
  const statements = routines.map(({ oid }) => `select to_jsonb(has_function_privilege(${oid}, 'execute'))`);
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    for (const [index, { name, schema, signature, onlyReads }] of routines.entries()) {
      const outcome = outcomes[index];
      const isHeld = outcome === undefined || 'error' in outcome || outcome.answer !== false;
      const isMeant = schema === 'public' ? isOpenTo(name, caller.role) : caller.role !== 'anon' && onlyReads;
      // An inner function that only reads may be kept back as well.
      if (schema === 'private' && isMeant) continue;
      cells.push({
        caller,
        what: `execute ${signature}`,
        expected: isMeant ? 'allowed' : 'denied',
        got: isHeld ? 'allowed' : 'denied',
      });
    }
  }
  return cells;
}
