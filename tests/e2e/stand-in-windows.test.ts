import { describe, expect, test } from 'vitest';
import { seen, startFixture as start } from '../support/fixture-app.ts';
import { clickMenu, onlyOnStandIn } from '../support/host.ts';

const testOnStandIn = onlyOnStandIn(test);

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

  testOnStandIn('[HOST-7] a window closed by hand is kept until the app has decided', async () => {
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

  testOnStandIn('[HOST-9] F10 lists the menu where the page can neither see nor hear it', async () => {
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
