import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFixture as start } from '../support/fixture-app.ts';
import { answerDialog, onlyOnStandIn, temporaryFolder } from '../support/host.ts';

const testOnStandIn = onlyOnStandIn(test);

describe('dialogs', () => {
  test('[HOST-10] a test’s answers are given in their order', async () => {
    const { app } = await start();
    await answerDialog(app, 'showSaveDialog', { canceled: false, filePath: '/nowhere/a.md' });
    expect(await app.evaluate(({ dialog }) => dialog.showSaveDialog({ defaultPath: 'x' }))).toEqual({
      canceled: false,
      filePath: '/nowhere/a.md',
    });
    await answerDialog(app, 'showMessageBox', { response: 1, checkboxChecked: true });
    expect(await app.evaluate(({ dialog }) => dialog.showMessageBox({ message: 'Sure?' }))).toEqual({
      response: 1,
      checkboxChecked: true,
    });
  });

  testOnStandIn('[HOST-10] without one the person answers in the window, by keys or by pointer', async () => {
    const { app, page } = await start();
    const panel = page.locator('[popover]');
    const ask = (): Promise<unknown> =>
      app.evaluate(({ dialog, BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        const options = { message: 'Keep it?', buttons: ['Keep', 'Throw away', 'Cancel'], defaultId: 1, cancelId: 2 };
        if (window === undefined) throw new Error('no window');
        return dialog.showMessageBox(window, { ...options, checkboxLabel: 'Always' });
      });
    const byDefault = ask();
    await panel.waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    expect(await byDefault).toEqual({ response: 1, checkboxChecked: false });
    const cancelled = ask();
    await panel.waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    expect(await cancelled).toEqual({ response: 2, checkboxChecked: false });
    const byHand = ask();
    await panel.waitFor({ state: 'attached' });
    let isAnswered = false;
    void byHand.then(() => (isAnswered = true));
    // Downwards from the top of the panel: the first thing that can be pressed is the first button.
    for (let y = 50; y < 300 && !isAnswered; y += 10) await page.mouse.click(450, y);
    expect(await byHand).toEqual({ response: 0, checkboxChecked: false });
  });

  testOnStandIn('[HOST-10] a file is named or chosen from its folder, and replaced only on purpose', async () => {
    const { app, page } = await start();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'inner', 'there.md'), 'before');
    const panel = page.locator('[popover]');
    const save = app.evaluate(({ dialog }, path) => dialog.showSaveDialog({ defaultPath: path }), `${folder}/new.md`);
    await panel.waitFor({ state: 'attached' });
    await page.keyboard.type('named'); // the name is selected, its ending too
    await page.keyboard.press('Enter');
    expect(await save).toEqual({ canceled: false, filePath: join(folder, 'named') });
    const open = app.evaluate(({ dialog }, path) => dialog.showOpenDialog({ defaultPath: path }), folder);
    await panel.waitFor({ state: 'attached' });
    await page.locator('[popover][aria-busy=false]').waitFor({ state: 'attached' });
    for (let row = 0; row < 4; row += 1) await page.keyboard.press('ArrowDown'); // past Open, Cancel and the parent
    await page.keyboard.press('Enter');
    await page.keyboard.type('there.md');
    await page.keyboard.press('Enter');
    expect(await open).toEqual({ canceled: false, filePaths: [join(folder, 'inner', 'there.md')] });
    const replace = app.evaluate(
      ({ dialog }, path) => dialog.showSaveDialog({ defaultPath: path }),
      `${folder}/inner/there.md`,
    );
    await panel.waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await expect.poll(() => app.evaluate(() => globalThis.standIn?.dialogs.asked.length)).toBe(3);
    await page.keyboard.press('Escape'); // not over what is there
    await page.keyboard.press('Escape'); // and not at all
    expect(await replace).toEqual({ canceled: true, filePath: '' });
    expect(readFileSync(join(folder, 'inner', 'there.md'), 'utf8')).toBe('before');
  });
});

describe('outside the window', () => {
  testOnStandIn('[HOST-21] what the app opens outside itself is recorded and not opened', async () => {
    const { app } = await start();
    const file = join(temporaryFolder(), 'old.md');
    writeFileSync(file, 'old');
    const calls = await app.evaluate(async ({ shell }, path) => {
      await shell.openExternal('https://example.org/');
      shell.showItemInFolder(path);
      return globalThis.standIn?.shellCalls;
    }, file);
    expect(calls).toEqual([
      { method: 'openExternal', target: 'https://example.org/' },
      { method: 'showItemInFolder', target: file },
    ]);
  });

  test('[HOST-18] a utility process works, answers and says how it ended', async () => {
    const { app } = await start();
    const heard = await app.evaluate(
      ({ utilityProcess }) =>
        new Promise<unknown[]>((resolve) => {
          const all: unknown[] = [];
          const child = utilityProcess.fork(globalThis.worker, [], { serviceName: 'Squares' });
          child.on('message', (message: { squared: number; type: string }) => {
            all.push([message.squared, message.type]);
            child.postMessage('end');
          });
          child.on('exit', (code) => {
            all.push(['exit', code, child.pid]);
            const killed = utilityProcess.fork(globalThis.worker);
            killed.on('exit', () => resolve([...all, 'killed']));
            killed.on('spawn', () => killed.kill());
          });
          child.postMessage(12);
        }),
    );
    expect(heard).toEqual([[144, 'utility'], ['exit', 7, undefined], 'killed']);
  });

  testOnStandIn.each([
    ['libsecret', { available: true, backend: 'gnome_libsecret', text: 'secret' }],
    ['basic_text', { available: false, backend: 'basic_text', text: 'refused' }],
    ['locked', { available: false, backend: 'gnome_libsecret', text: 'refused' }],
    ['changed', { available: true, backend: 'gnome_libsecret', text: 'refused' }],
  ])('[HOST-12] an app can live through every state of the keyring: %s', async (state, expected) => {
    const userData = temporaryFolder();
    const before = await start({ userData, env: { STANDIN_KEYRING: 'libsecret' } });
    const sealed = await before.app.evaluate(({ safeStorage }) => [...safeStorage.encryptString('secret')]);
    await before.app.close();
    const { app } = await start({ userData, env: { STANDIN_KEYRING: state } });
    const found = await app.evaluate(async ({ safeStorage }, bytes) => {
      const text = await safeStorage.decryptStringAsync(Buffer.from(bytes)).then(
        ({ result }) => result,
        () => 'refused',
      );
      const available = await safeStorage.isAsyncEncryptionAvailable();
      return { available, backend: safeStorage.getSelectedStorageBackend(), text };
    }, sealed);
    expect(found).toEqual(expected);
  });
});
