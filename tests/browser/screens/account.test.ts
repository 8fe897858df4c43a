import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../../support/axe.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';
import { accounts, felix, inState, unsent } from './some-accounts.ts';

const at = (): string => '#/sign-in';
const scripts = demoScripts.slice(0, 1);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(
    () =>
      document.activeElement?.closest('label')?.firstChild?.textContent ?? document.activeElement?.textContent ?? null,
  );

test('[ACCOUNT-16] signing in needs the keyboard alone, says what is wrong beside the fields and then shows the library', async () => {
  await using screen = await OpenScreen.open({ at, scripts, before: inState(accounts.nobody) });
  const { page, machine } = screen;
  expect(await focused(page)).toBe('E-mail');
  machine.lie('account.sign-in', { kind: 'failed', because: 'wrong', retryAfterMs: null });
  await page.keyboard.type('felix@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not this');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toBe(
    'This e-mail and password do not belong together. Check both, or have a code sent to you. Your scripts on this device are not affected.',
  );
  const letGo = machine.hold('account.sign-in');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Signing in…' }).and(page.locator(':disabled')).waitFor();
  machine.lie('account.sign-in', { kind: 'signed-in' });
  letGo();
  await heading(page, 'Library').waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[ACCOUNT-16] a password can be looked at', async () => {
  await using screen = await OpenScreen.open({ at, scripts, before: inState(accounts.nobody) });
  const password = screen.page.getByLabel('Password', { exact: true });
  const show = screen.page.getByRole('button', { name: 'Show password' });
  const seen = async () => [await password.getAttribute('type'), await show.getAttribute('aria-pressed')];
  expect(await seen()).toEqual(['password', 'false']);
  await show.press('Enter');
  expect(await seen()).toEqual(['text', 'true']);
});

test('[ACCOUNT-16] a code is asked for and typed, without the address being typed again', async () => {
  await using screen = await OpenScreen.open({ at, scripts, before: inState(accounts.signedOut) });
  const { page, machine } = screen;
  machine.lie('account.send-code', { kind: 'sent' });
  machine.lie('account.use-code', { kind: 'signed-in' });
  await page.getByRole('button', { name: 'Send me a code instead' }).click();
  expect(await page.getByLabel('E-mail').inputValue()).toBe(felix.email);
  await page.getByRole('button', { name: 'Send me a code', exact: true }).click();
  await page.getByText(`If ${felix.email} has an account, a mail with a code is on its way to it.`).waitFor();
  expect(await focused(page)).toBe('Code from the mail');
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await heading(page, 'Library').waitFor();
});

test('[ACCOUNT-16] a browser is waited for until the person calls it off', async () => {
  await using screen = await OpenScreen.open({ at, scripts, before: inState(accounts.nobody) });
  const { page, machine } = screen;
  const letGo = machine.hold('account.sign-in-browser');
  await page.getByRole('button', { name: 'Sign in with the browser' }).click();
  await heading(page, 'Go on in your browser').waitFor();
  expect(await focused(page)).toBe('Cancel');
  machine.lie('account.sign-in-browser', { kind: 'failed', because: 'cancelled', retryAfterMs: null });
  machine.lie('account.cancel', undefined);
  await page.keyboard.press('Enter');
  letGo();
  await heading(page, 'Sign in to share').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('[ACCOUNT-16] only ways that the server has are offered, and without a server none', async () => {
  await using open = await OpenScreen.open({ at, scripts, before: inState(accounts.nobody) });
  await open.page.getByRole('button', { name: 'Make an account' }).click();
  await heading(open.page, 'Make an account').waitFor();
  expect(await focused(open.page)).toBe('Your name, as others will see it');
  await using closed = await OpenScreen.open({
    at,
    before: inState(accounts.nobody, { provider: null, maySignUp: false }),
  });
  await closed.page.getByRole('button', { name: 'Send me a code instead' }).waitFor();
  expect(await closed.page.getByRole('button', { name: /browser|Make an account/ }).count()).toBe(0);
  await using none = await OpenScreen.open({ at, scripts, before: inState({ ...accounts.nobody, server: null }) });
  await heading(none.page, 'No server is set up').waitFor();
  expect(await none.page.getByLabel('E-mail').count()).toBe(0);
});

test('[ACCOUNT-16] demo accounts sign in with one press', async () => {
  await using screen = await OpenScreen.open({
    at,
    scripts,
    before: (machine) => {
      inState(accounts.nobody)(machine);
      machine.lie('account.demo', {
        password: 'galley-demo',
        accounts: [{ email: felix.email, name: felix.name, role: 'freelancer in Harbour film' }],
      });
      machine.lie('account.sign-in', { kind: 'signed-in' });
    },
  });
  await screen.page.getByRole('button', { name: felix.name }).click();
  await heading(screen.page, 'Library').waitFor();
});

test('[ACCOUNT-17] whoever is signed out reads why, what is safe and what waits, and has every script one press away', async () => {
  await using screen = await OpenScreen.open({ at, before: inState(accounts.signedOut) });
  const { page } = screen;
  const side = page.getByRole('complementary', { name: 'On this device, always open to you' });
  await side
    .getByText(
      /^The server ended your session on Tuesday 17 November: .* Nothing here was removed, and 4 edits wait to be sent\.$/,
    )
    .waitFor();
  expect(await side.getByRole('link').count()).toBe(6);
  await side.getByRole('link', { name: /Last tram home/ }).click();
  await heading(page, 'Last tram home').waitFor();
});

test('[ACCOUNT-17] the library says who is signed in; without a server and without accounts it says nothing', async () => {
  await using signedIn = await OpenScreen.open({ scripts, before: inState(accounts.signedIn) });
  await signedIn.page.getByRole('button', { name: 'Felix Freelancer galley.example.org' }).waitFor();
  signedIn.machine.tell('account.changed', accounts.signedOut);
  await signedIn.page.getByRole('button', { name: 'Felix Freelancer Signed out' }).waitFor();
  await using nobody = await OpenScreen.open({ scripts, before: inState(accounts.nobody) });
  await nobody.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(nobody.page, 'Sign in to share').waitFor();
  await using alone = await OpenScreen.open({ scripts });
  expect(await alone.page.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(0);
});

test('[ACCOUNT-18] an account’s scripts go from this device only after what would be lost was listed and confirmed', async () => {
  await using screen = await OpenScreen.open({ scripts, before: inState(accounts.signedIn) });
  const { page, machine } = screen;
  screen.run('account.accounts');
  await page.getByRole('button', { name: 'Remove… Felix Freelancer from this device' }).click();
  for (const { title } of unsent) await page.getByRole('listitem').filter({ hasText: title }).waitFor();
  const remove = page.getByRole('button', { name: 'Remove, and lose 4 edits' });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel('I have seen that 4 edits will be gone').check();
  machine.breakCall('account.remove', 'conflict');
  await remove.click();
  await page.getByRole('alert').waitFor();
  expect(await remove.isDisabled()).toBe(true);
  machine.mend('account.remove');
  machine.lie('account.remove', undefined);
  await page.getByLabel('I have seen that 4 edits will be gone').check();
  await remove.click();
  await page.getByRole('dialog', { name: 'Accounts on this device' }).waitFor();
});

test('[ACCOUNT-17] where sessions are not kept it is said until somebody has read it', async () => {
  const state = { ...accounts.signedIn, isSessionKept: false, mustTellNotKept: true };
  await using screen = await OpenScreen.open({ scripts, before: inState(state) });
  const { page, machine } = screen;
  const banner = page.getByRole('heading', { name: 'You will be asked to sign in again after Galley was quit' });
  await banner.waitFor();
  machine.lie('account.read-not-kept', undefined);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  machine.tell('account.changed', { ...state, mustTellNotKept: false });
  await banner.waitFor({ state: 'detached' });
});

test('[ACCOUNT-18] signing out that did not work is told where it was asked', async () => {
  await using screen = await OpenScreen.open({ scripts, before: inState(accounts.signedIn) });
  const { page, machine } = screen;
  screen.run('account.accounts');
  machine.breakCall('account.sign-out', 'busy');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('The test broke account.sign-out');
});

test('[LOOK-18] axe-core finds nothing wrong with signing in and with accounts, light, dark, narrow or with more contrast', async () => {
  const faults: string[] = [];
  const look = async (page: Page): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const contrast of [null, 'more'] as const) {
        await page.emulateMedia({ colorScheme, contrast });
        faults.push(...(await accessibilityFaults(page)));
      }
    }
    await page.setViewportSize({ width: 800, height: 700 });
    faults.push(...(await accessibilityFaults(page)));
    const isCut = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.pair > *, .titlebar, .dialog')].some(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
      ),
    );
    expect(isCut).toBe(false);
  };
  await using signIn = await OpenScreen.open({ at, scripts, before: inState(accounts.signedOut) });
  signIn.machine.lie('account.sign-in', { kind: 'failed', because: 'clock', retryAfterMs: null });
  await signIn.page.getByLabel('Password', { exact: true }).fill('not this');
  await signIn.page.keyboard.press('Enter');
  await signIn.page.getByRole('alert').waitFor();
  await look(signIn.page);
  await using listed = await OpenScreen.open({ scripts, before: inState(accounts.signedIn) });
  listed.run('account.accounts');
  await listed.page.getByRole('button', { name: 'Remove… Felix Freelancer from this device' }).waitFor();
  await look(listed.page);
  await listed.page.getByRole('button', { name: 'Remove… Felix Freelancer from this device' }).click();
  await listed.page.getByText('Only on this device, and lost').waitFor();
  await look(listed.page);
  expect(faults).toEqual([]);
});
