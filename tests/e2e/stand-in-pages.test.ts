import { expect, test } from 'vitest';
import { onlyOnElectron, onlyOnStandIn } from '../support/host.ts';
import { seen, startFixture as start } from '../support/fixture-app.ts';

const testOnStandIn = onlyOnStandIn(test);
const testOnElectron = onlyOnElectron(test);

test('[HOST-1] an unmodified launcher starts it, finds its window and closes it', async () => {
  const { app, page } = await start();
  expect(await page.title()).toBe('Fixture');
  expect(await app.evaluate(({ app: electron }) => [electron.getName(), electron.getVersion()])).toEqual([
    'Fixture',
    '1.2.3',
  ]);
  const started = app.process();
  await app.close();
  expect(started.exitCode).toBe(0);
});

test('[HOST-3] values, errors and refusals cross as in Electron', async () => {
  const { page } = await start();
  const crossed = await page.evaluate(async () => {
    const value = {
      numbers: [1, -0, Number.NaN, Infinity],
      nothing: [undefined, null],
      date: new Date(5),
      map: new Map([['key', new Set([10n])]]),
      bytes: new Uint8Array([0, 255, 7]),
      floats: new Float64Array([1.5]),
      $: 'own key',
      text: '\0\u2028😀',
    };
    const back = (await fixture.invoke('echo', value)) as typeof value;
    const rejected = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'no error',
        (error: Error) => error.message,
      );
    return {
      negativeZero: Object.is(back.numbers[1], -0) && Number.isNaN(back.numbers[2]) && back.numbers[3] === Infinity,
      nothing: back.nothing[0] === undefined && back.nothing.length === 2 && back.nothing[1] === null,
      date: back.date instanceof Date && back.date.getTime(),
      set: back.map.get('key')?.has(10n),
      bytes: back.bytes instanceof Uint8Array && [...back.bytes],
      floats: back.floats instanceof Float64Array && back.floats[0],
      own: back.$,
      text: back.text === value.text,
      error: await rejected(fixture.invoke('fails')),
      missing: await rejected(fixture.invoke('nobody')),
    };
  });
  expect(crossed).toEqual({
    negativeZero: true,
    nothing: true,
    date: 5,
    set: true,
    bytes: [0, 255, 7],
    floats: 1.5,
    own: 'own key',
    text: true,
    error: "Error invoking remote method 'fails': TypeError: no such thing",
    missing: "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
  });
});

test('[HOST-3] messages go both ways in their order, and the main process knows who sent them', async () => {
  const { app, page } = await start();
  const heard = page.evaluate(
    () =>
      new Promise((resolve) => {
        const all: unknown[] = [];
        const stop = fixture.on('count', (number) => {
          all.push(number);
          if (number === 3) {
            stop();
            resolve(all);
          }
        });
        fixture.send('note', 'ready');
      }),
  );
  await expect.poll(() => seen(app)).toContainEqual(['note', 'ready']);
  await app.evaluate(({ BrowserWindow }) => {
    for (const number of [1, 2, 3, 4]) BrowserWindow.getAllWindows()[0]?.webContents.send('count', number);
  });
  expect(await heard).toEqual([1, 2, 3]);
  expect(await page.evaluate(() => fixture.invoke('who'))).toEqual({
    url: 'app://fixture/index.html#first',
    origin: 'app://fixture',
    isMain: true,
  });
});

test('[HOST-4] the page gets a frozen copy from an isolated world, in the main frame only', async () => {
  const { page } = await start();
  const met = await page.evaluate(async () => {
    const attempt = (act: () => unknown): string => {
      try {
        act();
        return 'nothing';
      } catch (error) {
        return error instanceof Error ? error.message : 'something else';
      }
    };
    const own = { x: 1 };
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return {
      frozen: Object.isFrozen(fixture) && Object.isFrozen(fixture.made.list),
      redefined: attempt(() => Object.defineProperty(globalThis, 'fixture', { value: 1 })) !== 'nothing',
      copied: fixture.same(own) !== own && fixture.same(own).x === 1,
      thrown: attempt(() => fixture.fails()),
      later: await fixture.later(7),
      world: fixture.world(),
      here: [typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'require')],
      leaked: Object.getOwnPropertyNames(globalThis).filter((name) => /^_[0-9a-f]{16}$|stand-?in/i.test(name)),
      date: fixture.made.when instanceof Date && fixture.made.bytes instanceof Uint8Array,
      inFrame: typeof Reflect.get(frame.contentWindow ?? {}, 'fixture'),
    };
  });
  expect(met).toMatchObject({
    frozen: true,
    redefined: true,
    copied: true,
    thrown: 'out of range',
    later: 7,
    world: { process: 'object', type: 'renderer' },
    here: ['undefined', 'undefined'],
    leaked: [],
    date: true,
    inFrame: 'undefined',
  });
});

test('[HOST-5] a custom scheme is a secure origin, and the handler answers exactly what the page gets', async () => {
  const { page } = await start();
  const got = await page.evaluate(async () => {
    const posted = await fetch('/echo?x=1', { method: 'POST', body: 'sent' });
    const refused = new Promise((resolve) => {
      addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    });
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.body.append(script);
    const stored = new Promise((resolve, reject) => {
      const request = indexedDB.open('proof', 1);
      request.addEventListener('success', () => resolve('open'));
      request.addEventListener('error', reject);
    });
    return {
      secure: isSecureContext,
      posted: [posted.status, await posted.text(), posted.headers.get('x-asked')],
      missing: (await fetch('/nothing')).status,
      broken: await fetch('/broken').then(
        () => 'answered',
        () => 'network error',
      ),
      away: await fetch('https://example.org/').then(
        () => 'answered',
        () => 'network error',
      ),
      inline: await refused,
      ran: 'ran' in globalThis,
      stored: await stored,
    };
  });
  expect(got).toEqual({
    secure: true,
    posted: [201, 'sent', 'app://fixture/echo?x=1'],
    missing: 404,
    broken: 'network error',
    away: 'network error',
    inline: 'script-src-elem',
    ran: false,
    stored: 'open',
  });
});

test('[HOST-6] links and new windows go only where the app lets them; the app itself goes anywhere', async () => {
  const { app, page } = await start();
  await page.getByText('Away').click();
  await page.getByText('New').click();
  await expect
    .poll(() => seen(app))
    .toEqual([
      ['navigate', 'https://example.org/away'],
      ['open', 'https://example.org/new'],
    ]);
  await page.getByText('Other').click();
  await page.waitForURL('**/other.html');
  const urls = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const linked = window?.webContents.getURL();
    await window?.loadURL('app://fixture/index.html#second');
    await window?.loadURL('app://fixture/index.html#third');
    const missing = await window?.loadURL('app://nowhere.invalid/').catch(() => 'failed');
    return [linked, window?.webContents.getURL(), missing];
  });
  expect(urls).toEqual(['app://fixture/other.html', 'app://nowhere.invalid/', undefined]);
  expect(app.windows()).toHaveLength(1);
  expect((await seen(app)).at(-1)).toEqual(['navigate', 'app://fixture/other.html']);
});

test('[HOST-11] permission handlers are asked when a page asks, and Chromium keeps to what they say', async () => {
  const { app, page } = await start();
  await app.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
      globalThis.seen.push(['request', permission, 'mediaTypes' in details ? details.mediaTypes : null]);
      callback(permission === 'notifications');
    });
    session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => {
      globalThis.seen.push(['check', permission, origin]);
      return permission === 'geolocation';
    });
    session.defaultSession.setDevicePermissionHandler(({ deviceType }) => {
      globalThis.seen.push(['device', deviceType]);
      return false;
    });
  });
  const answers = await page.evaluate(async () => {
    const failure = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'allowed',
        (error: Error) => error.name,
      );
    const state = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      camera: (await failure(navigator.mediaDevices.getUserMedia({ video: true }))) !== 'allowed',
      position: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(resolve, ({ code }) => resolve(code === 1 ? 'denied' : code));
      }),
      notifications: await Notification.requestPermission(),
      clipboard: await failure(navigator.clipboard.readText()),
      geolocation: await state('geolocation'),
      microphone: await state('microphone'),
    };
  });
  expect(answers).toEqual({
    camera: true, // refused, whether or not there is one
    position: 'denied',
    notifications: 'granted',
    clipboard: 'NotAllowedError',
    geolocation: 'granted',
    microphone: 'denied',
  });
  expect(await seen(app)).toEqual([
    ['request', 'media', ['video']],
    ['request', 'geolocation', null],
    ['request', 'notifications', null],
    ['request', 'clipboard-read', null],
    ['check', 'geolocation', 'app://fixture'],
    ['check', 'media', 'app://fixture'],
  ]);
});

testOnStandIn('[HOST-11] without being asked, Chromium grants a page nothing', async () => {
  const { app, page } = await start();
  // A frame has functions of its own, which do not ask.
  const state = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = '/index.html';
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const own = frame.contentWindow?.navigator.permissions;
    return (await own?.query({ name: 'geolocation' }))?.state;
  });
  expect(state).toBe('denied');
  expect(await seen(app)).toEqual([]);
});

test('[HOST-13] pages see the chosen colour scheme, and new windows too', async () => {
  const { app, page } = await start();
  const isDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const choose = (source: 'light' | 'dark' | 'system'): Promise<boolean> =>
    app.evaluate(({ nativeTheme }, chosen) => {
      nativeTheme.themeSource = chosen;
      return nativeTheme.shouldUseDarkColors;
    }, source);
  expect(await choose('dark')).toBe(true);
  await expect.poll(isDark).toBe(true);
  expect(await choose('light')).toBe(false);
  await expect.poll(isDark).toBe(false);
});

testOnStandIn('[HOST-13] the system theme is followed only when the app follows it', async () => {
  const { app, page } = await start();
  const isDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.on('updated', () => globalThis.seen.push(nativeTheme.shouldUseDarkColors));
    globalThis.standIn?.setSystemTheme('dark');
  });
  await expect.poll(isDark).toBe(true);
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'light';
    globalThis.standIn?.setSystemTheme('light');
    globalThis.standIn?.setSystemTheme('dark');
  });
  await expect.poll(isDark).toBe(false);
  expect(await seen(app)).toEqual([true, false, false, false]);
});

test('[HOST-14] what is copied in the app or in a page is on one clipboard', async () => {
  const { app, page } = await start();
  await app.evaluate(({ clipboard }) => clipboard.writeText('from the app'));
  const field = page.getByLabel('Text');
  await field.click();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.paste());
  await expect.poll(() => field.inputValue()).toBe('from the app');
  await field.fill('from the page');
  await field.selectText();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.copy());
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('from the page');
});

test('[HOST-20] a page is pictured, printed, zoomed and typed into', async () => {
  const { app, page } = await start();
  await page.getByLabel('Text').click();
  const made = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    contents.sendInputEvent({ type: 'char', keyCode: 'q' });
    const picture = await contents.capturePage();
    const pdf = await contents.printToPDF({ pageSize: 'A4' });
    return {
      size: picture.getSize(),
      pdf: pdf.subarray(0, 5).toString(),
      sum: await contents.executeJavaScript('1 + 1'),
    };
  });
  expect(made).toMatchObject({ pdf: '%PDF-', sum: 2 });
  expect(made.size.width).toBeGreaterThan(0);
  await expect.poll(() => page.getByLabel('Text').inputValue()).toBe('q');
  const width = await page.evaluate(() => innerWidth);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(Math.round(width / 2));
});

testOnElectron('[HOST-22] Electron says which Electron it is', async () => {
  const { app } = await start();
  expect(await app.evaluate(() => process.versions.electron)).toMatch(/^\d+\./);
});

testOnStandIn('[HOST-22] the stand-in does not pass for an Electron', async () => {
  const { app } = await start();
  expect(await app.evaluate(() => process.versions.electron)).toBeUndefined();
});
