import type { Page } from 'playwright-core';
import type { ScriptId } from '../../../app/ids.ts';
import type { Link, Standing } from '../../../app/ipc/sync.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';
import { ago, HOUR_MS, MINUTE_MS, ONLINE, people, scripted, syncIs } from './scripted-sync.ts';

export const SEEN: Standing = { kind: 'on-server', seenBy: people('Ana') };
export const OLD_OFFLINE = { kind: 'offline', edits: 12, oldestAt: ago(3.2 * HOUR_MS) } as const satisfies Standing;
export const REFUSED: Standing = { kind: 'refused', edits: 2, oldestAt: ago(20 * MINUTE_MS), why: 'too-large' };

export interface Opened extends AsyncDisposable {
  readonly screen: OpenScreen;
  readonly page: Page;
  readonly scriptId: ScriptId;
  /** What main tells from now on of the script that is shown. */
  readonly is: (standing: Standing, link?: Link) => void;
}

/** A window on the sample script of a project; main is scripted. */
export async function openIn(
  standing: Standing,
  link: Link = ONLINE,
  options: OpenScreenOptions = {},
): Promise<Opened> {
  const ids: ScriptId[] = [];
  const screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 2),
    at: ([id]) => `#/script/${id}`,
    ...options,
    before: (machine, made) => {
      ids.push(...made);
      machine.lie('sync.overview', scripted(link, [[first(made), standing]]));
    },
  });
  await screen.page.locator('.timebar .total, .scripts').waitFor();
  return {
    screen,
    page: screen.page,
    scriptId: first(ids),
    is: (now, way = ONLINE) => syncIs(screen.machine, scripted(way, [[first(ids), now]])),
    [Symbol.asyncDispose]: () => screen[Symbol.asyncDispose](),
  };
}

function first(ids: readonly ScriptId[]): ScriptId {
  const [id] = ids;
  if (id === undefined) throw new Error('There is no script.');
  return id;
}

/** The one cell that is an editor. */
export const LIVE_CELL = '.surface [contenteditable="true"]';
export const panel = (page: Page) => page.getByRole('complementary', { name: 'Where your work is' });
export const says = (page: Page, label: string): Promise<void> =>
  page.getByTestId('save-state').getByText(label, { exact: true }).waitFor();
