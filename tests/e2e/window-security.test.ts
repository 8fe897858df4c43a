import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Profile, RunningApp } from './app.ts';

const PRELOAD = join(process.cwd(), 'out', 'preload', 'preload.cjs');

let profile: Profile;
let app: RunningApp;
let page: Page;

beforeAll(async () => {
  profile = new Profile();
  app = await RunningApp.launch(profile);
  page = await app.firstPage();
});

afterAll(async () => {
  await app?.[Symbol.asyncDispose]();
  profile?.[Symbol.dispose]();
});

/** Does something in the page and answers which directive of its policy stood in the way. */
const violated = (what: string): Promise<string> =>
  page.evaluate(
    (code) =>
      new Promise<string>((resolve) => {
        const late = setTimeout(() => resolve('nothing'), 3_000);
        const told = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
          clearTimeout(late);
          resolve(effectiveDirective);
        };
        addEventListener('securitypolicyviolation', told, { once: true });
        const actions: Record<string, () => unknown> = {
          fetch: () => fetch('https://example.org/').catch(() => undefined),
          'fetch of our own page': () => fetch('/index.html').catch(() => undefined),
          socket: () => new WebSocket('wss://example.org/'),
          beacon: () => navigator.sendBeacon('https://example.org/', 'words'),
          image: () => void (new Image().src = 'https://example.org/x.png'),
          frame: () => {
            const frame = document.createElement('iframe');
            frame.src = 'https://example.org/';
            document.body.append(frame);
          },
          'inline style': () => document.body.setAttribute('style', 'color: red'),
          'inline script': () => {
            const script = document.createElement('script');
            script.append('window.smuggled = true');
            document.body.append(script);
          },
          form: () => {
            const form = document.createElement('form');
            form.action = 'https://example.org/';
            document.body.append(form);
            form.submit();
          },
          base: () => {
            const base = document.createElement('base');
            base.href = 'https://example.org/';
            document.head.append(base);
          },
        };
        actions[code]?.();
      }),
    what,
  );

test.each([
  ['fetch', 'connect-src'],
  ['fetch of our own page', 'connect-src'],
  ['socket', 'connect-src'],
  ['beacon', 'connect-src'],
  ['image', 'img-src'],
  ['frame', 'frame-src'],
  ['inline style', 'style-src-attr'],
  ['inline script', 'require-trusted-types-for'],
  ['form', 'form-action'],
  ['base', 'base-uri'],
])('[WIN-2] %s is stopped by the policy', async (what, directive) => {
  expect(await violated(what)).toBe(directive);
});

test('[WIN-2] words cannot become code or markup', async () => {
  const refusals = await page.evaluate(
    () =>
      new Promise<readonly boolean[]>((resolve) => {
        const refused = (act: () => unknown): boolean => {
          try {
            act();
            return false;
          } catch {
            return true;
          }
        };
        // Later, because the policy is lifted for what a debugger itself evaluates.
        setTimeout(() => {
          resolve([
            refused(() =>
              Reflect.apply(Reflect.get(globalThis, 'eval') as (code: string) => unknown, undefined, ['1']),
            ),
            refused(() => Reflect.construct(Function, ['return 1'])),
            refused(() => (document.createElement('div').innerHTML = '<b>x</b>')),
            refused(() => window.trustedTypes?.createPolicy('evil', {})),
          ]);
        });
      }),
  );
  expect(refusals).toEqual([true, true, true, true]);
  expect(await page.evaluate(() => 'smuggled' in window)).toBe(false);
});

test('[WIN-2] a page has no reach into the machine beyond the bridge', async () => {
  const found = await page.evaluate(() => ({
    globals: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys(window.galley).toSorted(),
    isSecure: isSecureContext,
  }));
  expect(found).toEqual({ globals: [], bridge: ['call', 'on'], isSecure: true });
});

test('[WIN-2] a file that is not on the list is not served, with the policy all the same', async () => {
  const shown = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    try {
      await window.loadURL('app://galley/page-files.json');
      return (await window.webContents.executeJavaScript('document.body.innerText')) as string;
    } finally {
      window.destroy();
    }
  });
  expect(shown).toBe('There is no such page.');
});

test('[IPC-1] our own page in a window that is not ours is refused', async () => {
  const replies = await app.electron.evaluate(async ({ BrowserWindow }, preload) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    try {
      await window.loadURL('app://galley/index.html#/library');
      return (await window.webContents.executeJavaScript(
        "Promise.all(['library.list', 'app.info'].map((name) => galley.call(name, {})))",
      )) as readonly unknown[];
    } finally {
      window.destroy();
    }
  }, PRELOAD);
  expect(replies).toEqual([
    expect.objectContaining({ ok: false, code: 'forbidden' }),
    expect.objectContaining({ ok: false, code: 'forbidden' }),
  ]);
});

test('[IPC-1] a frame inside our page has no bridge', async () => {
  const kind = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { contentWindow } = frame;
    frame.remove();
    return typeof contentWindow?.galley;
  });
  expect(kind).toBe('undefined');
});

test('[IPC-3] 50 MB at once are refused in words, and the page goes on', async () => {
  const reply = await page.evaluate(() =>
    window.galley.call('library.search', { query: 'x'.repeat(50 * 1024 * 1024), limit: 1 }),
  );
  expect(reply).toMatchObject({ ok: false, code: 'too-large' });
  expect(await page.evaluate(() => window.galley.call('library.list', {}))).toMatchObject({ ok: true });
});

const address = (): string => new URL(page.url()).pathname;

test.each(['https://example.org/', 'file:///etc/passwd', 'data:text/html,x', 'app://galley/assets/x.js'])(
  '[WIN-3] the page does not leave for %s',
  async (href) => {
    const windows = app.electron.windows().length;
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
      link.target = '_blank';
      link.click();
      link.remove();
    }, href);
    // An answer from the main process comes after what was asked before it.
    await page.evaluate(() => window.galley.call('app.info', {}));
    expect([address(), app.electron.windows().length]).toEqual(['/index.html', windows]);
    expect(await page.locator('#root > *').count()).toBeGreaterThan(0);
  },
);

test('[WIN-4] permissions, devices and screens are denied', async () => {
  const answers = await page.evaluate(async () => {
    const refused = (asked: Promise<unknown>): Promise<string> =>
      asked.then(
        () => 'granted',
        () => 'denied',
      );
    const state = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      geolocation: await state('geolocation'),
      camera: await state('camera'),
      microphone: await state('microphone'),
      notifications: await state('notifications'),
      media: await refused(navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      screen: await refused(navigator.mediaDevices.getDisplayMedia()),
      'clipboard-read': await refused(navigator.clipboard.readText()),
    };
  });
  expect(new Set(Object.values(answers))).toEqual(new Set(['denied']));
});

test('[WIN-6] only checked links reach the system', async () => {
  const opened = await app.electron.evaluate(({ shell }) => {
    const hrefs: string[] = [];
    shell.openExternal = (href) => {
      hrefs.push(href);
      return Promise.resolve();
    };
    (globalThis as { opened?: string[] }).opened = hrefs;
    return hrefs;
  });
  expect(opened).toEqual([]);
  const replies = await page.evaluate(() =>
    Promise.all(
      ['https://example.org', 'mailto:ana@example.org', 'javascript:alert(1)', 'file:///etc/passwd'].map((href) =>
        window.galley.call('links.open', { href }),
      ),
    ),
  );
  expect(replies.map(({ ok }) => ok)).toEqual([true, true, false, false]);
  expect(await app.electron.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([
    'https://example.org/',
    'mailto:ana@example.org',
  ]);
});
