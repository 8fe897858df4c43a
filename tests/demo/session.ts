import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ScriptId } from '../../app/ids.ts';
import type { Desk } from './desk.ts';

/** What both sides must come to within this, or the demo says that they did not. */
const CONVERGED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 25;

/** Told as it happens: what, and how long it took. */
export type Teller = (what: string, tookMs?: number) => void;

export interface SessionParts {
  readonly here: Desk;
  readonly there: Desk;
  readonly scriptId: ScriptId;
  readonly tell: Teller;
  /** Pictures of both windows go there. */
  readonly pictures: string;
}

/** Rows of the demo's script: each person has one of their own, and one they share. */
const ROWS = { here: 3, there: 5, both: 2 } as const;

/**
 * Two people write one script: together, then apart while one is offline, then together again. Answers whether both
 * windows show the same and every word, and the server has all of it.
 */
export async function playSession({ here, there, scriptId, tell, pictures }: SessionParts): Promise<boolean> {
  const took = async (what: string, done: Promise<unknown>): Promise<void> => {
    const startedMs = performance.now();
    await done;
    tell(what, performance.now() - startedMs);
  };
  const said: string[] = [];
  const write = async (desk: Desk, row: number, words: string): Promise<void> => {
    said.push(words);
    await desk.script.type(row, 'audio', ` ${words}`);
    await desk.script.saved();
  };

  await write(here, ROWS.here, 'She laughs before she answers.');
  await took(`${there.name} sees what ${here.name} wrote`, there.shows('She laughs before she answers.'));
  await write(there, ROWS.there, 'Gulls, far away.');
  await took(`${here.name} sees what ${there.name} wrote`, here.shows('Gulls, far away.'));

  await there.line.cut();
  tell(`${there.name} goes offline`);
  await write(there, ROWS.there, 'The ferry horn, twice.');
  await write(there, ROWS.both, 'Ask about the first winter.');
  tell(`${there.name} keeps writing: saved on the device, ${await waiting(there, scriptId)} to be sent`);
  await write(here, ROWS.here, 'Then she looks at the water.');
  await write(here, ROWS.both, 'Ask about the last storm.');
  tell(`${here.name} keeps writing, in the same row too`);

  await there.line.mend();
  tell(`${there.name} is back online`);
  const isConverged = await converged([here, there], { said, scriptId });
  const tables = await Promise.all([here, there].map(({ script }) => script.table()));
  tell(
    isConverged === null ? 'The two windows do not show the same.' : 'Both show every word',
    isConverged ?? undefined,
  );
  if (isConverged === null) for (const table of tables) tell(JSON.stringify(table));

  mkdirSync(pictures, { recursive: true });
  for (const desk of [here, there]) {
    const path = join(pictures, `${desk.person}.png`);
    await desk.script.page.screenshot({ path });
    tell(`${desk.name}’s window: ${path}`);
  }
  return isConverged !== null;
}

/** How many edits wait on this device to be sent. */
async function waiting(desk: Desk, scriptId: ScriptId): Promise<string> {
  const standing = await standingOf(desk, scriptId);
  return standing !== null && 'edits' in standing ? `${standing.edits} edits` : 'nothing';
}

async function standingOf(desk: Desk, scriptId: ScriptId) {
  const { scripts } = await desk.app.call('sync.overview', {});
  return scripts.find((script) => script.scriptId === scriptId)?.standing ?? null;
}

/** Milliseconds until everything is everywhere; null when that does not come to be. */
async function converged(
  desks: readonly Desk[],
  { said, scriptId }: { readonly said: readonly string[] } & Pick<SessionParts, 'scriptId'>,
): Promise<number | null> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < CONVERGED_WITHIN_MS) {
    const tables = await Promise.all(desks.map(({ script }) => script.table()));
    const [first = '', ...others] = tables.map((table) => JSON.stringify(table));
    const standings = await Promise.all(desks.map((desk) => standingOf(desk, scriptId)));
    const isSame = others.every((other) => other === first) && said.every((words) => first.includes(words));
    if (isSame && standings.every((standing) => standing?.kind === 'on-server')) return performance.now() - startedMs;
    await setTimeout(LOOK_EVERY_MS);
  }
  return null;
}
