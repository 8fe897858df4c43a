import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { expect, onTestFinished, type TestAPI } from 'vitest';
import type { Controls } from '../../build/stand-in/controls.ts';
import type { DialogKind } from '../../build/stand-in/dialogs/dialog-answers.ts';

/**
 * Tests meet the app's host only through here. The same test file runs on Electron and on the stand-in; what is done
 * for a person or a desktop goes through the stand-in's controls there, and through Electron's own API on Electron.
 */

/** The stand-in is what the launcher chose: build/run/host.ts. */
export const isStandIn = (process.env['ELECTRON_HOST'] ?? 'stand-in') !== 'real';

/** For what only Electron itself can prove: reported as skipped on the stand-in, never as passed. */
export const onlyOnElectron = (test: TestAPI): ReturnType<TestAPI['skipIf']> => test.skipIf(isStandIn);

/** For what proves the stand-in's own doing: reported as skipped on Electron. */
export const onlyOnStandIn = (test: TestAPI): ReturnType<TestAPI['runIf']> => test.runIf(isStandIn);

declare global {
  var standIn: Controls | undefined;
}

export interface Started {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** A folder of the test's own, removed when it has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'galley-host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Starts an app and waits for its first window; whatever is left of it ends with the test. */
export async function startApp(path: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({ args: [path], env: { ...Object.fromEntries(inherited), ...env } });
  const started = app.process();
  onTestFinished(() => void started.kill('SIGKILL'));
  return { app, page: await app.firstWindow() };
}

/** Chooses an item of the application's menu by its labels, such as `File/New script`. */
export async function clickMenu(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, labels) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of labels.entries()) {
      const item = items.find((candidate) => candidate.label.replaceAll('&', '') === label);
      if (item === undefined) throw new Error(`No '${label}' among: ${items.map((each) => each.label).join(', ')}`);
      items = item.submenu?.items ?? [];
      if (depth < labels.length - 1) continue;
      if (!item.enabled || !item.visible) throw new Error(`'${label}' cannot be chosen now.`);
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      item.click({}, window, window?.webContents);
    }
  }, path.split('/'));
}

/** Queues what the next dialog of this kind answers; without one a person would have to. */
export async function answerDialog(app: ElectronApplication, kind: DialogKind, answer: object): Promise<void> {
  await app.evaluate(
    ({ dialog }, given) => {
      if (globalThis.standIn !== undefined) {
        globalThis.standIn.dialogs.answer(given.kind, given.answer);
        return;
      }
      const before: unknown = Reflect.get(dialog, given.kind);
      const once = async (): Promise<object> => {
        Reflect.set(dialog, given.kind, before);
        return given.answer;
      };
      Reflect.set(dialog, given.kind, once);
    },
    { kind, answer },
  );
}

/** The process that draws a window; it is known a moment after the page has loaded. */
export async function rendererPid(app: ElectronApplication, windowId = 1): Promise<number> {
  const read = (): Promise<number> =>
    app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.webContents.getOSProcessId() ?? 0, windowId);
  await expect.poll(read, { timeout: 5_000 }).toBeGreaterThan(0);
  return read();
}
