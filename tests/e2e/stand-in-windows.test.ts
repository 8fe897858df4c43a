import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seen, startFixture as start } from '../support/fixture-app.ts';
import { answerDialog, clickMenu, onlyOnStandIn, temporaryFolder } from '../support/host.ts';

describe('windows', () => {
  test('[HOST-19] several windows have their own pages, ids and places', async () => {
    const { app, page } = await start();
    const second = app.waitForEvent('window');
    const facts = await app.evaluate(async ({ BrowserWindow, webContents }) => {
      const [first] = BrowserWindow.getAllWindows();
      const other = new BrowserWindow({ width: 700, height: 500, webPreferences: { preload: globalThis.preload } });
      await other.loadURL('app://fixture/other.html');
      const windows = BrowserWindow.getAllWindows();
      return {
        urls: windows.map((window) => window.webContents.getURL()),
        sameById: windows.every((window) => BrowserWindow.fromId(window.id) === window),
        sameByPage: windows.every((window) => BrowserWindow.fromWebContents(window.webContents) === window),
        contents: webContents.getAllWebContents().length,
        size: other.getSize(),
        focused: BrowserWindow.getFocusedWindow() === other && !first?.isFocused(),
      };
    });
    expect(facts).toEqual({
      urls: ['app://fixture/index.html#first', 'app://fixture/other.html'],
      sameById: true,
      sameByPage: true,
      contents: 2,
      size: [700, 500],
      focused: true,
    });
    await (await second).close();
    await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await page.title()).toBe('Fixture');
  });

  test('[HOST-19] a window is moved, sized, maximized and brought back, and says so', async () => {
    const { app } = await start();
    const told = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) throw new Error('no window');
      const events: string[] = [];
      const watched = ['resize', 'maximize', 'unmaximize', 'minimize', 'restore', 'hide', 'show'] as const;
      for (const name of watched) window.on(name as 'show', () => events.push(name));
      window.setBounds({ x: 40, y: 30, width: 640, height: 480 });
      const placed = window.getBounds();
      window.maximize();
      const maximized = window.isMaximized();
      window.unmaximize();
      window.hide();
      const hidden = !window.isVisible();
      window.show();
      window.setTitle('Named');
      return {
        placed,
        maximized,
        hidden,
        normal: window.getNormalBounds(),
        title: window.getTitle(),
        events,
      };
    });
    expect(told).toMatchObject({
      placed: { x: 40, y: 30, width: 640, height: 480 },
      maximized: true,
      hidden: true,
      normal: { width: 640, height: 480 },
      title: 'Named',
    });
    expect(told.events).toEqual(expect.arrayContaining(['resize', 'maximize', 'unmaximize', 'hide', 'show']));
  });

  test('[HOST-7] a window stays when a listener or its page keeps it, and goes when neither does', async () => {
    const { app, page } = await start();
    await page.evaluate(() => addEventListener('beforeunload', (event) => event.preventDefault()));
    const closing = (): Promise<void> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.once('close', (event) => {
        event.preventDefault();
        globalThis.seen.push('kept by the app');
      });
      window?.webContents.once('will-prevent-unload', () => {
        globalThis.seen.push('kept by the page');
        window.webContents.once('will-prevent-unload', (event) => {
          event.preventDefault();
          globalThis.seen.push('overruled');
        });
      });
      window?.on('closed', () => globalThis.seen.push('closed'));
    });
    await closing();
    await expect.poll(() => seen(app)).toEqual(['kept by the app']);
    await closing();
    await expect.poll(() => seen(app)).toEqual(['kept by the app', 'kept by the page']);
    const ended = app.waitForEvent('close');
    await closing();
    await ended;
  });

  onlyOnStandIn(test)('[HOST-7] a window closed by hand is kept until the app has decided', async () => {
    const { app, page } = await start();
    page.on('dialog', () => undefined); // the question is Chromium's, and the stand-in's to answer
    await page.getByLabel('Text').click();
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => {
        event.preventDefault();
        globalThis.seen.push('kept');
      });
    });
    const closeByHand = (): Promise<void> => app.evaluate(() => globalThis.standIn?.closeByHand(1));
    await closeByHand();
    await expect.poll(() => seen(app)).toEqual(['kept']);
    expect(await page.getByLabel('Text').isVisible()).toBe(true);
    const ended = app.waitForEvent('close');
    await closeByHand();
    await ended;
  });

  test('[HOST-7] reloading and going elsewhere need nobody to agree', async () => {
    const { app, page } = await start();
    await page.getByLabel('Text').fill('typed');
    const reload = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () => resolve());
          contents?.reload();
        }),
    );
    await reload;
    expect(await page.getByLabel('Text').inputValue()).toBe('');
  });
});

describe('menus', () => {
  test('[HOST-9] items are chosen by path, by accelerator and not when they are disabled', async () => {
    const { app, page } = await start();
    await app.evaluate(({ Menu }) => {
      const note = (name: string) => (): void => void globalThis.seen.push(name);
      const menu = Menu.buildFromTemplate([
        {
          label: '&File',
          submenu: [
            { label: 'New', accelerator: 'CmdOrCtrl+Alt+N', click: note('new') },
            { label: 'Larger', accelerator: 'CmdOrCtrl+Plus', click: note('larger') },
            { label: 'Shown', accelerator: 'F2', registerAccelerator: false, click: note('shown') },
            { label: 'Off', accelerator: 'F3', enabled: false, click: note('off') },
            { label: 'Marked', id: 'marked', type: 'checkbox', click: note('marked') },
          ],
        },
        { role: 'editMenu' },
      ]);
      Menu.setApplicationMenu(menu);
    });
    await page.getByLabel('Text').click();
    for (const keys of ['Control+Alt+n', 'Control+Shift+Equal', 'F2', 'F3']) await page.keyboard.press(keys);
    await expect.poll(() => seen(app)).toEqual(['new', 'larger']);
    await clickMenu(app, 'File/Marked');
    const isChecked = await app.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('marked')?.checked ?? false,
    );
    expect([await seen(app), isChecked]).toEqual([['new', 'larger', 'marked'], true]);
    await expect(clickMenu(app, 'File/Off')).rejects.toThrow('cannot be chosen');
  });

  test('[HOST-9] a key that the page takes for itself is not the menu’s', async () => {
    const { app, page } = await start();
    await app.evaluate(({ Menu }) => {
      const click = (): void => void globalThis.seen.push('menu');
      Menu.setApplicationMenu(
        Menu.buildFromTemplate([{ label: 'File', submenu: [{ label: 'A', accelerator: 'F4', click }] }]),
      );
    });
    await page.evaluate(() => {
      addEventListener('keydown', (event) => {
        if (event.shiftKey) event.stopPropagation();
        else event.preventDefault();
        fixture.send('note', event.key);
      });
    });
    await page.keyboard.press('F4');
    await expect.poll(() => seen(app)).toEqual([['note', 'F4']]);
  });

  test('[HOST-9] the Edit menu does what it says to the focused field', async () => {
    const { app, page } = await start();
    await app.evaluate(({ Menu }) => Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'editMenu' }])));
    const field = page.getByLabel('Text');
    await field.click();
    await page.keyboard.type('words');
    await clickMenu(app, 'Edit/Select All');
    await clickMenu(app, 'Edit/Cut');
    await expect.poll(() => field.inputValue()).toBe('');
    await clickMenu(app, 'Edit/Paste');
    await expect.poll(() => field.inputValue()).toBe('words');
    await clickMenu(app, 'Edit/Undo');
    await expect.poll(() => field.inputValue()).toBe('');
  });

  onlyOnStandIn(test)('[HOST-9] F10 lists the menu where the page can neither see nor hear it', async () => {
    const { app, page } = await start();
    await app.evaluate(({ Menu }) => {
      const note = (name: string) => (): void => void globalThis.seen.push(name);
      Menu.setApplicationMenu(
        Menu.buildFromTemplate([
          {
            label: 'File',
            submenu: [
              { label: 'One', click: note('one') },
              { label: 'Two', click: note('two') },
            ],
          },
        ]),
      );
    });
    const before = await page.screenshot();
    await page.evaluate(() => {
      addEventListener('keydown', ({ key }) => fixture.send('note', key), true);
      addEventListener('keyup', ({ key }) => fixture.send('note', key), true);
    });
    await page.keyboard.press('F10');
    await page.locator('[popover]').waitFor({ state: 'attached' });
    expect(await page.locator('[popover]').evaluate((host) => [host.shadowRoot, host.innerHTML])).toEqual([null, '']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => seen(app)).toContain('two');
    const keys = (await seen(app)).flatMap((entry) => (Array.isArray(entry) ? [entry[1]] : []));
    expect(new Set(keys)).not.toContain('ArrowDown');
    await page.locator('[popover]').waitFor({ state: 'detached' });
    expect(Buffer.compare(await page.screenshot(), before)).toBe(0);
  });
});

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

  onlyOnStandIn(test)('[HOST-10] without one the person answers in the window, by keys or by pointer', async () => {
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

  onlyOnStandIn(test)('[HOST-10] a file is named or chosen from its folder, and replaced only on purpose', async () => {
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
  onlyOnStandIn(test)('[HOST-21] what the app opens outside itself is recorded and not opened', async () => {
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

  onlyOnStandIn(test).each([
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
