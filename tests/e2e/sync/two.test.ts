import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people, scripts } from '../../support/server/people.ts';
import { playSession } from '../../demo/session.ts';
import { Profile } from '../app.ts';
import { whatDiffers, type Desk } from './desk.ts';
import { Town } from './town.ts';

/** What architecture.md allows from when the other side answers again. */
const RECOVERED_WITHIN = { timeout: 10_000, interval: 50 };
/** Longer than the longest wait between two tries: what is asked is whether it comes, not how soon. */
const SOON = { timeout: 75_000, interval: 50 };

let town: Town;
let ines: Desk;
let felix: Desk;

beforeAll(async () => {
  town = await Town.open(scripts.pilot.id, ['ines', 'felix']);
  [ines, felix] = [town.desk('ines'), town.desk('felix')];
});

afterAll(() => town[Symbol.asyncDispose]());

/** Both write at once, each in a row of their own and both in a third. */
async function bothWrite(about: string): Promise<readonly string[]> {
  const said = [
    `Ines of ${about}.`,
    `Felix of ${about}.`,
    `Together, Ines, of ${about}.`,
    `Together, Felix, of ${about}.`,
  ];
  const [hers = '', his = '', hersToo = '', hisToo = ''] = said;
  await ines.write(3, hers);
  await felix.write(5, his);
  await ines.write(2, hersToo);
  await felix.write(2, hisToo);
  return said;
}

const differing = (said: readonly string[]) => (): Promise<string | null> => whatDiffers([ines, felix], said);

test('[DEMO-1] two people of the demo write together, apart and together again, and it says that they converged', async () => {
  const told: string[] = [];
  using pictures = new Profile();
  const isOne = await playSession({
    here: ines,
    there: felix,
    tell: (what) => void told.push(what),
    pictures: pictures.folder,
  });
  expect([isOne, told.join('\n')]).toEqual([true, expect.stringContaining('every word')]);
  expect(readdirSync(pictures.folder).toSorted()).toEqual(['felix.png', 'ines.png']);
});

test('[SYNC-11] what one writes the other sees, and both are told that the server has it', async () => {
  await ines.write(3, 'She laughs first.');
  await felix.shows('She laughs first.');
  await felix.write(5, 'Gulls, far away.');
  await ines.shows('Gulls, far away.');
  await expect.poll(differing(['She laughs first.', 'Gulls, far away.']), SOON).toBeNull();
});

test('[SYNC-12] what both wrote while one had no network is in both afterwards, also when answers go lost', async () => {
  await felix.line.cut();
  const said = await bothWrite('the storm');
  await expect.poll(async () => (await felix.standing())?.kind, SOON).toBe('offline');
  const rpc = (name: string) => ({ on: 'http', path: `/rest/v1/rpc/${name}` }) as const;
  // The server did it, and nobody was told: what is sent again must not be there twice.
  using lost = town.faults.add({ ...rpc('push_updates'), do: 'drop', handled: true, times: 2 });
  using _refused = town.faults.add({ ...rpc('pull_updates'), do: 'answer', status: 503, times: 1 });
  await felix.line.mend();
  await expect.poll(differing(said), SOON).toBeNull();
  expect(lost.hits).toBe(2);
});

test('[SYNC-12] a ring that is lost, doubled or late costs a moment and nothing else', async () => {
  const ring = { on: 'outgoing', topic: 'realtime:script:' } as const;
  {
    using lost = town.faults.add({ ...ring, do: 'drop', times: 2 });
    const hit = lost.nextHit();
    await ines.write(3, 'Nobody heard this.');
    await hit;
  }
  using doubled = town.faults.add({ ...ring, do: 'duplicate', times: 2 });
  using _late = town.faults.add({ ...ring, do: 'delay', ms: 300, times: 2 });
  await felix.write(5, 'This was heard twice.');
  await ines.write(3, 'And this late.');
  await expect.poll(differing(['Nobody heard this.', 'This was heard twice.', 'And this late.']), SOON).toBeNull();
  expect(doubled.hits).toBe(2);
});

test('[SYNC-10] after a sleep whose connections are dead, what was written meanwhile is there within ten seconds', async () => {
  await felix.app.app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  felix.line.sleep();
  await ines.write(3, 'While he slept.');
  await felix.write(5, 'While she thought that he slept.');
  await felix.app.app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(differing(['While he slept.', 'While she thought that he slept.']), RECOVERED_WITHIN).toBeNull();
});

test('[SYNC-13] a way that takes connections and never answers is recovered from within ten seconds of its healing', async () => {
  felix.line.freeze();
  const said = await bothWrite('the silence');
  await expect.poll(async () => (await felix.standing())?.kind, { timeout: 30_000 }).not.toBe('sending');
  await felix.line.mend();
  await expect.poll(differing(said), RECOVERED_WITHIN).toBeNull();
});

test('[SYNC-13] a server that is killed and started again gets what was written meanwhile, within ten seconds', async () => {
  await town.killServer();
  const said = await bothWrite('the fall');
  await town.startServer();
  await expect.poll(differing(said), RECOVERED_WITHIN).toBeNull();
});

test('[SYNC-14] a membership that ends while the script is open makes it read-only at once, and keeps what was not sent', async () => {
  await felix.line.cut();
  await felix.write(5, 'Not sent in time.');
  const setRevoked = (at: 'now()' | 'null') =>
    town.database.admin.query(`update public.project_members set revoked_at = ${at} where person_id = $1`, [
      people.felix.id,
    ]);
  await setRevoked('now()');
  await felix.line.mend();
  await expect.poll(async () => (await felix.standing())?.kind, SOON).toBe('access-ended');
  const page = felix.script.page;
  await expect.poll(() => page.locator('.ProseMirror[contenteditable="true"]').count(), SOON).toBe(0);
  await felix.shows('Not sent in time.');
  expect(await ines.script.page.getByText('Not sent in time.').count()).toBe(0);
  await setRevoked('null');
  await felix.app.call('sync.try-now', {});
  await expect.poll(differing(['Not sent in time.']), SOON).toBeNull();
});
