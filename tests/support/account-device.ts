import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AccountKey, AccountState } from '../../app/ipc/account.ts';
import { AccountDesk } from '../../main/account/account-desk.ts';
import type { AccountHands, UnsentScript } from '../../main/account/account-hands.ts';
import type { Fetch } from '../../main/account/auth-line.ts';
import type { DemoAccounts } from '../../main/account/demo-accounts.ts';
import { systemKeyring } from '../../main/account/keyring.ts';
import { makeSafeStorage, type KeyringState } from '../../build/stand-in/safe-storage.ts';
import { ServerSetting } from '../../main/account/server-setting.ts';
import { HandTimers } from './hand-timers.ts';
import { Random } from './random.ts';

export interface DeviceOptions {
  /** Null: no server is set. */
  readonly server: { readonly url: string; readonly anonKey: string } | null;
  /** The folder of an earlier device, for what a restart finds. */
  readonly folder?: string;
  readonly keyring?: KeyringState;
  /** How far this device's calendar is off. */
  readonly clockOffMs?: number;
  readonly fetch?: Fetch;
  readonly demo?: DemoAccounts;
  readonly unsent?: () => readonly UnsentScript[];
}

/** One device's accounts, with hands that only note what is asked of them; time is in the test's hand. */
export function openAccountDevice(options: DeviceOptions) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'galley-account-'));
  if (options.folder === undefined) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const timers = new HandTimers();
  const random = new Random(1);
  const calendar = { offMs: options.clockOffMs ?? 0 };
  const keyring = { state: options.keyring ?? 'libsecret' };
  const told: AccountState[] = [];
  const opened: string[] = [];
  const shows: AccountKey[] = [];
  const startedMs = performance.now();
  let passedMs = 0;
  const hands: AccountHands = {
    show: (account) => {
      shows.push(account);
      desk.turnTo(account);
      return Promise.resolve();
    },
    unsent: () => Promise.resolve(options.unsent?.() ?? []),
    scripts: () => null,
    tell: (state) => void told.push(state),
    openBrowser: (href) => Promise.resolve(void opened.push(href)),
    comeForward: () => undefined,
  };
  const safeStorage = (): ReturnType<typeof makeSafeStorage> =>
    makeSafeStorage({ state: keyring.state, isReady: () => true, folder: () => folder });
  const nowMs = (): number => performance.now() - startedMs + passedMs;
  const desk: AccountDesk = AccountDesk.open({
    folder: join(folder, 'accounts'),
    setting:
      options.server === null
        ? null
        : ServerSetting.parse({ url: options.server.url, publishableKey: options.server.anonKey }),
    fetch: options.fetch ?? fetch,
    keyring: {
      state: () => systemKeyring(safeStorage(), 'linux').state(),
      seal: (text) => systemKeyring(safeStorage(), 'linux').seal(text),
      open: (sealed) => systemKeyring(safeStorage(), 'linux').open(sealed),
    },
    hands,
    demo: options.demo ?? null,
    below: (limit) => random.below(limit),
    newSecret: () => randomUUID(),
    now: () => new Date(Date.now() + calendar.offMs + passedMs),
    nowMs,
    wake: (afterMs, callBack) => ({ [Symbol.dispose]: timers.after(afterMs, callBack) }),
    log: { info: () => undefined, warn: () => undefined },
  });
  return {
    desk,
    folder,
    told,
    opened,
    shows,
    keyring,
    calendar,
    /** Lets time go by for the device alone, its timers among it. */
    pass: (ms: number): void => {
      passedMs += ms;
      timers.pass(ms);
    },
    /** As if the machine had slept: the calendar went on, nothing ran. */
    sleep: (ms: number): void => {
      calendar.offMs += ms;
    },
    [Symbol.dispose]: () => desk[Symbol.dispose](),
  };
}
export type AccountDevice = ReturnType<typeof openAccountDevice>;
