import { expect, test } from 'vitest';
import { people, scripts } from '../../support/server/people.ts';
import { ScriptPage } from '../script-page.ts';
import { Town } from './town.ts';

/** Longer than the longest wait between two tries: what is asked is whether it comes, not how soon. */
const SOON = { timeout: 75_000, interval: 50 };

/** Who sent the updates behind the seed's own, in their order. */
async function pushers(town: Town): Promise<readonly string[]> {
  const { rows } = await town.database.admin.query<{ pushed_by: string }>(
    'select pushed_by from public.script_updates where script_id = $1 and position > 1 order by position',
    [scripts.pilot.id],
  );
  return rows.map(({ pushed_by: who }) => who);
}

test('[SYNC-15] what was written before signing out stays, goes to nobody else, and is sent when its writer is back', async () => {
  await using town = await Town.open(scripts.pilot.id, ['ines']);
  const desk = town.desk('ines');
  const { app, line } = desk;
  await line.cut();
  await desk.write(3, 'Nobody has this yet.');
  await app.call('account.sign-out', { everywhere: false });
  await line.mend();
  expect(await desk.standing()).toMatchObject({ kind: 'signed-out' });
  await desk.shows('Nobody has this yet.');

  // Somebody else on the same machine, in the same project.
  await app.signIn('felix');
  expect(await app.call('app.info', {})).toMatchObject({ author: people.felix.id });
  desk.script = await app.open(scripts.pilot.id);
  await expect.poll(async () => (await desk.standing())?.kind, SOON).toBe('on-server');
  expect(await desk.shown()).not.toContain('Nobody has this yet.');

  // Back to hers, as she left it, and signed out as she was.
  app.page = await app.app.nextPage(
    () =>
      app.page
        .evaluate((account) => window.galley.call('account.show', { account: account as never }), people.ines.id)
        .catch(() => undefined), // its window goes before it is answered
  );
  desk.script = await app.open(scripts.pilot.id);
  await desk.shows('Nobody has this yet.');
  expect(await app.call('account.state', {})).toMatchObject({ session: { kind: 'signed-out', reason: 'asked' } });
  expect(await pushers(town)).toEqual([]);

  await app.call('account.sign-in', { email: people.ines.email, password: 'galley-demo' });
  await expect.poll(async () => (await desk.standing())?.kind, SOON).toBe('on-server');
  expect(new Set(await pushers(town))).toEqual(new Set([people.ines.id]));

  // What was shown and who was signed in is so again after a restart.
  await app.quit();
  await app.start();
  await new ScriptPage(app.page).row(3).waitFor();
  expect(await app.call('account.state', {})).toMatchObject({ account: people.ines.id });
});
