import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ScriptId } from '../../../app/ids.ts';
import { IncidentId, type Incident, type LostStretch, type RecoveryReport } from '../../../app/ipc/recovery.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { DEMO_NOW, demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';

const AT = new Date(DEMO_NOW).getTime();
const incidentId = IncidentId.parse('3b0f7c2e-1111-4222-8333-444455556666');
const lostOne: LostStretch = { first: 812, last: 812, from: AT - 90_000, to: AT - 90_000, bytes: 214, words: 'gone' };

function incident(report: Partial<RecoveryReport> = {}, state: Incident['state'] = 'partly-repaired'): Incident {
  const whole = { version: 1, reason: 'damaged', scripts: 7, untouched: 7, touched: [], otherLost: [] } as const;
  const setAside = '/profile/accounts/local/set-aside/2026-11-20T10-12-08-damaged-3b0f7c2e';
  return {
    incidentId,
    foundAt: AT,
    state,
    setAside,
    report: { ...whole, knownUntil: null, touched: [], otherLost: [], ...report },
  };
}

const touched = (title: string, lost: LostStretch[]): RecoveryReport['touched'][number] => ({
  scriptId: ScriptId.parse(`7d1f7f3c-6c2b-4c7e-9d5e-${String(title.length).padStart(12, '0')}`),
  title,
  saved: 811,
  lost,
  healed: [],
  wordsFrom: [],
  isWaiting: false,
  isEndKnown: true,
  isTitleGuessed: false,
});

const partly = incident({ untouched: 6, touched: [touched('Meet the repair table', [lostOne])] });
const long = incident({
  untouched: 0,
  touched: Array.from({ length: 7 }, (_, index) => ({
    ...touched(`${'A title that goes on and on '.repeat(index % 3)}Script ${index}`, [
      lostOne,
      { first: 900, last: 1400, from: AT - 80_000, to: AT - 60_000, bytes: null, words: 'kept' as const },
    ]),
    healed: [{ first: 3, last: 40, source: 'the backup of 19 November 2026' }],
    isWaiting: index % 2 === 0,
    isEndKnown: index % 3 !== 0,
    isTitleGuessed: index === 4,
  })),
  otherLost: [{ kind: 'named moments', rows: 2 }],
});

const withIncidents = (...incidents: readonly Incident[]): OpenScreenOptions => ({
  scripts: demoScripts.slice(0, 3),
  before: (machine) => machine.lie('recovery.incidents', incidents),
});

test('[RECOVER-11] what was damaged is said until it is marked as seen', async () => {
  await using screen = await OpenScreen.open(withIncidents(partly));
  const { page, machine } = screen;
  await page.getByText('Part of what is stored here was damaged, so it was built again.').waitFor();
  await page.getByRole('button', { name: 'See what happened' }).click();
  const dialog = page.getByRole('dialog', { name: 'Part of what is stored here was damaged' });
  const words = await dialog.innerText();
  for (const part of [
    'What happened',
    'What is safe',
    'What to do',
    'Meet the repair table',
    'Edit 812',
    'set-aside',
  ]) {
    expect(words).toContain(part);
  }
  machine.lie('recovery.seen', undefined);
  machine.lie('recovery.incidents', [{ ...partly, state: 'seen' }]);
  await dialog.getByRole('button', { name: 'Mark as seen' }).click();
  machine.tell('recovery.incidents-changed', {});
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'See what happened' }).waitFor({ state: 'detached' });
  expect(screen.complaints).toEqual([]);
});

test('[RECOVER-13] a recovery while the window is open is said, and goes away by itself', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 2) });
  const { page, machine } = screen;
  machine.tell('recovery.progress', { progress: { step: 'reading', share: 0.4 } });
  await page.getByText('is being built again').waitFor();
  machine.tell('recovery.progress', { progress: null });
  await page.getByText('is being built again').waitFor({ state: 'detached' });
});

const looks: Readonly<Record<string, readonly Incident[]>> = {
  repaired: [incident({}, 'repaired')],
  'partly repaired': [partly],
  long: [long],
  older: [incident({ reason: 'older', knownUntil: AT - 3_600_000 }, 'found')],
  two: [
    partly,
    {
      ...incident({ reason: 'foreign', scripts: 0, untouched: 0 }),
      incidentId: IncidentId.parse('3b0f7c2e-1111-4222-8333-444455557777'),
    },
  ],
};
for (const [name, incidents] of Object.entries(looks)) {
  test(`[RECOVER-12] the report can be read by everybody, light, dark and narrow: ${name}`, async () => {
    await using screen = await OpenScreen.open(withIncidents(...incidents));
    const { page } = screen;
    await page.getByRole('button', { name: 'See what happened' }).click();
    await page.getByRole('dialog').waitFor();
    const shots = process.env['SHOTS'];
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of [1280, 560]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await accessibilityFaults(page)).toEqual([]);
        if (shots === undefined) continue;
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}/recovery-${name.replace(' ', '-')}-${theme}-${width}.png` });
      }
    }
    expect(screen.complaints).toEqual([]);
  });
}
