import type { ElectronApplication, Page } from 'playwright-core';
import type { Link, Standing, SyncEvent, SyncOverview } from '../../app/ipc/sync.ts';
import { PersonId, type ScriptId } from '../../app/ids.ts';
import { DEMO_NOW, type DemoLibrary } from './demo-library.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ago = (ms: number): number => DEMO_NOW - ms;

const ONLINE: Link = { kind: 'online', isLive: true };
const ANA = { personId: PersonId.parse('00000000-0000-4000-8000-00000000a4a0'), name: 'Ana' };
const SEEN: Standing = { kind: 'on-server', seenBy: [ANA] };
const QUIET: Standing = { kind: 'on-server', seenBy: [] };

interface Scripted {
  readonly link: Link;
  /** Of the script that is shown. */
  readonly sample: Standing;
  /** Of another one. */
  readonly long?: Standing;
}

const offlineSince = ago(3.2 * HOUR_MS);

/** States that a server brings about, as the pictures have them: nothing but main's answer is put in place of the real one. */
export const SYNC_STATES = {
  seen: { link: ONLINE, sample: SEEN },
  sending: { link: ONLINE, sample: { kind: 'sending', edits: 3, oldestAt: ago(MINUTE_MS) } },
  offline: {
    link: { kind: 'offline', because: 'network', since: offlineSince, nextTryAt: null },
    sample: { kind: 'offline', edits: 12, oldestAt: offlineSince },
    long: { kind: 'offline', edits: 5, oldestAt: ago(20 * MINUTE_MS) },
  },
  'signed-out': {
    link: { kind: 'signed-out' },
    sample: { kind: 'signed-out', edits: 4, oldestAt: ago(20 * MINUTE_MS) },
    long: { kind: 'signed-out', edits: 0, oldestAt: null },
  },
  held: {
    link: ONLINE,
    sample: { kind: 'held', edits: 3, oldestAt: ago(20 * MINUTE_MS), why: 'in-review' },
  },
  refused: {
    link: ONLINE,
    sample: { kind: 'refused', edits: 2, oldestAt: ago(20 * MINUTE_MS), why: 'too-large' },
  },
  'access-ended': {
    link: ONLINE,
    sample: { kind: 'access-ended', edits: 4, oldestAt: ago(20 * MINUTE_MS) },
  },
} as const satisfies Record<string, Scripted>;

export type SyncState = keyof typeof SYNC_STATES;

/** From now on main tells this of the server; null: what it tells where none is set. */
export async function tellSync(app: ElectronApplication, state: SyncState | null, library: DemoLibrary): Promise<void> {
  const overview: SyncOverview = state === null ? NONE : overviewOf(SYNC_STATES[state], library);
  await app.evaluate(({ ipcMain }, value) => {
    ipcMain.removeHandler('galley:sync.overview');
    ipcMain.handle('galley:sync.overview', () => ({ ok: true, value }));
  }, overview);
}

const NONE: SyncOverview = { link: { kind: 'none' }, scripts: [], events: [] };

function overviewOf({ link, sample, long = QUIET }: Scripted, library: DemoLibrary): SyncOverview {
  const rest: Standing =
    link.kind === 'online'
      ? SEEN
      : { kind: link.kind === 'signed-out' ? 'signed-out' : 'offline', edits: 0, oldestAt: null };
  const standings: readonly (readonly [ScriptId, Standing])[] = [
    [library.sample, sample],
    [library.long, long],
    [library.narration, rest],
  ];
  const events: readonly SyncEvent[] = [
    ...(link.kind === 'offline' ? [{ at: offlineSince, kind: 'offline' as const, scriptId: null, count: null }] : []),
    { at: ago(3.3 * HOUR_MS), kind: 'sent', scriptId: library.sample, count: 31 },
    { at: ago(3.4 * HOUR_MS), kind: 'received', scriptId: library.long, count: 8 },
    { at: ago(4.1 * HOUR_MS), kind: 'online', scriptId: null, count: null },
  ];
  return {
    link,
    scripts: standings.map(([scriptId, standing]) => ({
      scriptId,
      standing,
      acknowledgedAt: ago(3.3 * HOUR_MS),
      receivedAt: ago(3.4 * HOUR_MS),
      position: 1204,
      head: 1204,
    })),
    events: [...events],
  };
}

export async function openPanel(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+S');
  await page.getByRole('complementary', { name: 'Where your work is' }).waitFor();
}
