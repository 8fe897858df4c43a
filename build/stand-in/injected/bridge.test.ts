import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeBridge } from './bridge.ts';

/** One window for both worlds; in a browser they differ in what they see of it, here only in which side they are. */
class Window extends EventTarget {
  [key: string]: unknown;
}

beforeEach(() => vi.stubGlobal('window', new Window()));
afterEach(() => vi.unstubAllGlobals());

function connect(): {
  readonly expose: (key: string, api: unknown) => void;
  readonly page: Window;
  readonly lent: Map<string, unknown>;
} {
  const lent = new Map<string, unknown>();
  makeBridge('secret', 'page', (name, value) => void lent.set(name, value));
  const { expose, lend } = makeBridge('secret', 'preload', () => undefined);
  lend('tool', { use: () => 'used' });
  return { expose, page: window as unknown as Window, lent };
}

test('[HOST-4] what is exposed arrives as a frozen copy that cannot be replaced', () => {
  const { expose, page } = connect();
  const api = { list: [{ x: 1 }], when: new Date(0) };
  expose('api', api);
  api.list.push({ x: 2 });
  expect(page['api']).toEqual({ list: [{ x: 1 }], when: new Date(0) });
  expect(Object.isFrozen(page['api']) && Object.isFrozen((page['api'] as typeof api).list)).toBe(true);
  expect(() => Object.defineProperty(page, 'api', { value: 0 })).toThrow();
});

test('[HOST-4] functions are called across, with answers, errors and functions of the other side', () => {
  const { expose, page } = connect();
  expose('api', {
    add: (a: number, b: number) => a + b,
    fail: () => {
      throw new TypeError('not like this');
    },
    twice: (call: (n: number) => number) => call(call(1)),
  });
  const api = page['api'] as {
    add(a: number, b: number): number;
    fail(): void;
    twice(call: (n: number) => number): number;
  };
  expect(api.add(1, 2)).toBe(3);
  expect(() => api.fail()).toThrow('not like this');
  expect(api.twice((n) => n + 10)).toBe(21);
  expect(() =>
    api.twice(() => {
      throw new Error('from the page');
    }),
  ).toThrow('from the page');
});

test('[HOST-4] promises settle on the other side', async () => {
  const { expose, page } = connect();
  expose('api', { good: Promise.resolve([1]), bad: async () => Promise.reject(new RangeError('no')) });
  const api = page['api'] as { good: Promise<number[]>; bad(): Promise<void> };
  expect(await api.good).toEqual([1]);
  await expect(api.bad()).rejects.toThrow('no');
});

test('[HOST-4] a name that the page has already, a symbol and endless nesting are refused', () => {
  const { expose, page } = connect();
  page['taken'] = 1;
  expect(() => expose('taken', {})).toThrow('Cannot bind an API on top of an existing property');
  expect(() => expose('symbol', { s: Symbol('s') })).toThrow('Symbols cannot cross');
  const endless: unknown[] = [];
  endless.push(endless);
  expect(() => expose('endless', endless)).toThrow('nested too deeply');
});

test('[HOST-4] what is lent is not on the window, and the events carry nothing without the secret', () => {
  const { page, lent } = connect();
  expect((lent.get('tool') as { use(): string }).use()).toBe('used');
  expect(Object.keys(page)).toEqual([]);
  page.dispatchEvent(
    new CustomEvent('guess:page', { detail: { type: 'expose', key: 'x', v: { kind: 'value', v: 1 } } }),
  );
  expect('x' in page).toBe(false);
});
