import { expect, test } from 'vitest';
import { RowId, ScriptId } from '../app/ids.ts';
import { hashOf, LIBRARY, parseRoute, Router, type AddressBar, type Route } from './router.ts';

const scriptId = ScriptId.parse('7b0f2a6e-8a35-4c57-9d0f-0f6f3a6f1d11');
const rowId = RowId.parse('1f0f2a6e-8a35-4c57-9d0f-0f6f3a6f1d12');

test('[LOOK-2] every place has an address that leads back to it', () => {
  const places: readonly Route[] = [
    LIBRARY,
    { kind: 'library', shelf: 'trash' },
    { kind: 'script', scriptId, rowId: null },
    { kind: 'script', scriptId, rowId },
    { kind: 'history', scriptId },
  ];
  expect(places.map((place) => parseRoute(hashOf(place)))).toEqual(places);
});

test('[LOOK-2] an address that is not ours shows the library', () => {
  const odd = [
    '',
    '#',
    '#/',
    '#/script/',
    '#/script/../../etc',
    `#/scripts/${scriptId}`,
    '#/library/everything',
    '#?row=1',
  ];
  expect(odd.map(parseRoute)).toEqual(odd.map(() => LIBRARY));
});

test('[LOOK-2] a row that is no row id opens the script at its start', () => {
  expect(parseRoute(`#/script/${scriptId}?row=7`)).toEqual({ kind: 'script', scriptId, rowId: null });
});

/** A window's address bar, whose events arrive when told. */
class FakeBar extends EventTarget {
  readonly location = { hash: '#/library' };
  readonly history = {
    replaceState: (_data: unknown, _title: string, url: string): void => {
      this.location.hash = url;
    },
  };

  /** As `location.hash = …` or the back button would. */
  move(hash: string): void {
    this.location.hash = hash;
    this.dispatchEvent(new Event('hashchange'));
  }
}

function openRouter(): { readonly bar: FakeBar; readonly router: Router; readonly told: () => number } {
  const bar = new FakeBar();
  const router = Router.open(bar as unknown as AddressBar);
  let told = 0;
  router.subscribe(() => (told += 1));
  return { bar, router, told: () => told };
}

test('[LOOK-11] a screen that holds the person is asked first, and saying no brings the address back', async () => {
  const { bar, router, told } = openRouter();
  bar.move(`#/script/${scriptId}`);
  await Promise.resolve();
  const answers = [false, true];
  router.holdUntil(async () => answers.shift() ?? true);
  bar.move('#/library');
  await expect.poll(() => bar.location.hash).toBe(`#/script/${scriptId}`);
  expect([router.get().kind, told()]).toEqual(['script', 1]);
  bar.move('#/library');
  await expect.poll(() => router.get().kind).toBe('library');
});

test('[LOOK-11] another row of the same script asks nobody', async () => {
  const { bar, router } = openRouter();
  bar.move(`#/script/${scriptId}`);
  router.holdUntil(async () => false);
  bar.move(`#/script/${scriptId}?row=${rowId}`);
  await expect.poll(() => router.get()).toEqual({ kind: 'script', scriptId, rowId });
});

test('[LOOK-2] who asks later has the say while an earlier wish still waits', async () => {
  const { bar, router } = openRouter();
  bar.move(`#/script/${scriptId}`);
  const gate = Promise.withResolvers<boolean>();
  router.holdUntil(() => gate.promise);
  bar.move('#/library');
  bar.move('#/library/trash');
  gate.resolve(true);
  await expect.poll(() => router.get()).toEqual({ kind: 'library', shelf: 'trash' });
});

test('[LOOK-2] a router that is disposed of no longer follows the address', () => {
  const { bar, router, told } = openRouter();
  router[Symbol.dispose]();
  bar.move(`#/script/${scriptId}`);
  expect([router.get(), told()]).toEqual([LIBRARY, 0]);
});
