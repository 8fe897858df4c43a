import { expect, test } from 'vitest';
import { Lifecycle } from './lifecycle.ts';

interface Setting {
  readonly windows?: number;
  readonly prevents?: readonly string[];
  readonly listensToAllClosed?: boolean;
}

/** An app whose windows close when they are asked, unless `keep` is set; what happened is in `said`. */
function openApp({ windows = 0, prevents = [], listensToAllClosed = false }: Setting = {}) {
  const said: string[] = [];
  const vetoes = new Set(prevents);
  const app = { keep: false, open: windows };
  const leave = (how: string) => () => {
    said.push(how);
    if (how === 'asked' && app.keep) lifecycle.closeCancelled();
    else if (--app.open === 0) lifecycle.allWindowsClosed();
  };
  const lifecycle = new Lifecycle({
    announce: (event) => {
      said.push(event);
      return !vetoes.delete(event);
    },
    announceAllClosed: () => {
      said.push('window-all-closed');
      return listensToAllClosed;
    },
    windows: () => Array.from({ length: app.open }, () => ({ close: leave('asked'), destroy: leave('destroyed') })),
    shutDown: (code) => said.push(`end ${code}`),
  });
  return { lifecycle, said, app };
}

test('[HOST-8] quit announces itself, asks every window, and announces the end', () => {
  const { lifecycle, said } = openApp({ windows: 2 });
  lifecycle.quit();
  expect(said).toEqual(['before-quit', 'asked', 'asked', 'will-quit', 'end 0']);
  lifecycle.quit();
  lifecycle.exit(1);
  expect(said).toHaveLength(5);
});

test('[HOST-8] a veto at any point leaves the app running, and able to quit later', () => {
  const { lifecycle, said, app } = openApp({ windows: 1, prevents: ['before-quit', 'will-quit'] });
  lifecycle.quit();
  app.keep = true;
  lifecycle.quit();
  app.keep = false;
  lifecycle.quit();
  expect(lifecycle.isEnding).toBe(false);
  lifecycle.quit();
  expect(said).toEqual([
    'before-quit',
    'before-quit',
    'asked',
    'before-quit',
    'asked',
    'will-quit',
    'before-quit',
    'will-quit',
    'end 0',
  ]);
});

test('[HOST-8] when the last window closes the app quits by itself, unless it listens', () => {
  const alone = openApp({ windows: 1 });
  alone.lifecycle.allWindowsClosed();
  expect(alone.said.slice(0, 2)).toEqual(['window-all-closed', 'before-quit']);
  const listening = openApp({ windows: 1, listensToAllClosed: true });
  listening.lifecycle.allWindowsClosed();
  expect(listening.said).toEqual(['window-all-closed']);
});

test('[HOST-8] exit asks nobody and keeps its code', () => {
  const { lifecycle, said } = openApp({ windows: 2, prevents: ['before-quit', 'will-quit'] });
  lifecycle.exit(4);
  expect(said).toEqual(['destroyed', 'destroyed', 'end 4']);
});
