import type { BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { commands, type Command, type CommandId } from '../../../app/commands.ts';
import type { ScriptId } from '../../../app/ids.ts';
import type { CallName, EventName } from '../../../app/ipc/contract.ts';
import { Machine, type MachineOptions, type NewScript } from '../../support/machine.ts';
import { browser } from '../open-page.ts';
import { DEMO_NOW, demoScripts } from './demo-scripts.ts';
import { installBridge, unwrap, wrap } from './page-bridge.ts';

const EVENTS: readonly EventName[] = [
  'library.changed',
  'settings.changed',
  'script.changed',
  'script.received',
  'together.changed',
  'account.changed',
  'sync.changed',
  'script.read-only-changed',
  'projects.changed',
  'recovery.progress',
  'recovery.incidents-changed',
  'command',
  'backups.changed',
  'backups.progress',
  'disk.room-changed',
];

export interface OpenScreenOptions extends MachineOptions {
  /** The address after `#`, given the ids of the scripts in the order of the list. */
  readonly at?: (ids: readonly string[]) => string;
  readonly scripts?: readonly NewScript[];
  /** Whether to wait until the scripts are counted and can be searched: about two seconds. */
  readonly counted?: boolean;
  readonly context?: BrowserContextOptions;
  /** What happens, is broken or held before the page asks anything. */
  readonly before?: (machine: Machine, ids: readonly ScriptId[]) => void | Promise<void>;
}

/** One window of the whole interface on a machine of its own. Menu keys work as they do in the app. */
export class OpenScreen implements AsyncDisposable {
  readonly page: Page;
  readonly machine: Machine;
  /** What the window's policy refused and what went wrong in the page: a test expects none. */
  readonly complaints: readonly string[];
  readonly #stack: AsyncDisposableStack;

  private constructor(page: Page, machine: Machine, complaints: readonly string[], stack: AsyncDisposableStack) {
    this.page = page;
    this.machine = machine;
    this.complaints = complaints;
    this.#stack = stack;
  }

  static async open(options: OpenScreenOptions = {}): Promise<OpenScreen> {
    const {
      at = () => '#/library',
      scripts = demoScripts,
      counted = false,
      context,
      before,
      ...machineOptions
    } = options;
    await using opening = new AsyncDisposableStack();
    const machine = opening.use(await Machine.open(machineOptions));
    const ids = await machine.add(scripts);
    if (counted) await machine.counted();
    await before?.(machine, ids);
    const own = opening.adopt(
      await (
        await browser()
      ).newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
        ...context,
      }),
      (used) => used.close(),
    );
    const page = await own.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.clock.setFixedTime(DEMO_NOW);
    await page.exposeFunction('machineAnswers', async (name: CallName, input: unknown) =>
      wrap(await machine.answer(name, unwrap(input))),
    );
    await page.addInitScript(installBridge, Object.entries(menuKeys()));
    machine.onTold(EVENTS, (name, payload) => {
      // A page that is closing no longer listens.
      page
        .evaluate(([event, data]) => dispatchEvent(new CustomEvent('machine', { detail: { event, data } })), [
          name,
          wrap(payload),
        ] as const)
        .catch(() => undefined);
    });
    const screen = new OpenScreen(page, machine, complaints, opening.move());
    await page.goto(`${inject('screensOrigin')}/index.html${at(ids)}`);
    await page.waitForFunction(() => document.title.endsWith('Galley') && document.title !== 'Galley');
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    await page.evaluate(() => document.fonts.ready);
    return screen;
  }

  /** As if chosen from the menu. */
  run(id: CommandId): void {
    this.machine.tell('command', { id });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

/** The chords that the app's menu owns, as `ctrl+shift+x`. */
function menuKeys(): Readonly<Record<string, CommandId>> {
  const ids = Object.keys(commands) as CommandId[];
  return Object.fromEntries(
    ids.flatMap((id) => {
      const command: Command = commands[id];
      if (command.accelerator === undefined || command.boundInScript || command.scope === 'app') return [];
      return [[command.accelerator.replace('CmdOrCtrl', 'ctrl').replace('Plus', '+').toLowerCase(), id]];
    }),
  );
}
