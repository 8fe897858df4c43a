import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { areOne, type Desk } from '../e2e/sync/desk.ts';

/** Both sides must come to the same within this, or the demo says that they did not. */
const CONVERGED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 25;

/** Told as it happens: what, and how long it took. */
export type Teller = (what: string, tookMs?: number) => void;

export interface SessionParts {
  readonly here: Desk;
  readonly there: Desk;
  readonly tell: Teller;
  /** Pictures of both windows go there. */
  readonly pictures: string;
}

/** Rows of the demo's script: each person writes in one of their own, and both in a third. */
const ROWS = { here: 3, there: 5, both: 2 } as const;

/**
 * Two people write one script: together, then apart while one is offline, then together again. Answers whether both
 * windows show the same and every word, and the server has all of it.
 */
export async function playSession({ here, there, tell, pictures }: SessionParts): Promise<boolean> {
  const said: string[] = [];
  const write = async (desk: Desk, row: number, words: string): Promise<void> => {
    said.push(words);
    await desk.write(row, words);
  };
  const seenBy = async (reader: Desk, writer: Desk): Promise<void> => {
    const startedMs = performance.now();
    await reader.shows(said.at(-1) ?? '');
    tell(`${writer.name} has saved it, ${reader.name} sees it`, performance.now() - startedMs);
  };

  tell(`${here.name} writes`);
  await write(here, ROWS.here, 'She laughs before she answers.');
  await seenBy(there, here);
  tell(`${there.name} writes`);
  await write(there, ROWS.there, 'Gulls, far away.');
  await seenBy(here, there);

  await there.line.cut();
  tell(`${there.name} goes offline`);
  await write(there, ROWS.there, 'The ferry horn, twice.');
  await write(there, ROWS.both, 'Ask about the first winter.');
  tell(`${there.name} keeps writing: ${await waiting(there)} saved on that device alone`);
  await write(here, ROWS.here, 'Then she looks at the water.');
  await write(here, ROWS.both, 'Ask about the last storm.');
  tell(`${here.name} keeps writing too, in the same row among others`);

  await there.line.mend();
  tell(`${there.name} is back online`);
  const tookMs = await converged([here, there], said);
  if (tookMs === null) tell('The two windows do not show the same.');
  else tell('Both windows show every word, and the server has them', tookMs);

  mkdirSync(pictures, { recursive: true });
  for (const desk of [here, there]) {
    const path = join(pictures, `${desk.person}.png`);
    await desk.script.page.screenshot({ path });
    tell(`${desk.name}’s window: ${path}`);
  }
  return tookMs !== null;
}

async function waiting(desk: Desk): Promise<string> {
  const standing = await desk.standing();
  return standing !== null && 'edits' in standing ? `${standing.edits} edits are` : 'nothing is';
}

/** Milliseconds until everything is everywhere; null when that does not come to be. */
async function converged(desks: readonly Desk[], said: readonly string[]): Promise<number | null> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < CONVERGED_WITHIN_MS) {
    if (await areOne(desks, said)) return performance.now() - startedMs;
    await setTimeout(LOOK_EVERY_MS);
  }
  return null;
}
