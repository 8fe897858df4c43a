import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumPath } from '../../../build/run/system-packages.ts';
import { commands, type Command, type CommandId } from '../../../app/commands.ts';
import type { CallName } from '../../../app/ipc/contract.ts';
import { MemoryMachine, type MemoryMachineOptions } from './memory-machine.ts';

export interface OpenScreen {
  readonly page: Page;
  readonly machine: MemoryMachine;
  /** What the window's policy refused and what went wrong in the page: a test expects none. */
  readonly complaints: readonly string[];
  /** As if chosen from the menu. */
  run(id: CommandId): Promise<void>;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
}

interface OpenScreenOptions extends Omit<MemoryMachineOptions, 'tell'> {
  readonly browser: Browser;
  readonly origin: string;
  /** The address after `#`. */
  readonly hash: string;
  readonly context?: BrowserContextOptions;
}

/** One window of the real interface on a machine kept in memory. Menu keys work as they do in the app. */
export async function openScreen({
  browser,
  origin,
  hash,
  context,
  ...options
}: OpenScreenOptions): Promise<OpenScreen> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...context,
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const tell = async (name: string, payload: unknown): Promise<void> => {
    await page.evaluate(([event, data]) => dispatchEvent(new CustomEvent('machine', { detail: { event, data } })), [
      name,
      wrap(payload),
    ] as const);
  };
  const machine = new MemoryMachine({ ...options, tell: (name, payload) => void tell(name, payload) });
  await page.exposeFunction('machineAnswers', async (name: CallName, input: unknown) =>
    wrap(await machine.answer(name, unwrap(input))),
  );
  await page.addInitScript(installBridge, Object.entries(menuKeys()));
  await page.goto(`${origin}/index.html${hash}`);
  await page.locator('header.titlebar').waitFor();
  await page.evaluate(() => document.fonts.ready);
  return { page, machine, complaints, run: (id) => tell('command', { id }) };
}

/** Bytes cross Playwright's bridge as lists of numbers under a name of their own. */
function wrap(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value)) return value.map(wrap);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrap(inner)]));
  return value;
}

function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value && Array.isArray(value.$bytes)) return Uint8Array.from(value.$bytes);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
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

/** Runs in the page, before the app does; it may use nothing from outside itself. */
function installBridge(keys: readonly (readonly [string, string])[]): void {
  const chords = new Map(keys);
  const revive = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(revive);
    if (typeof value !== 'object' || value === null) return value;
    if ('$bytes' in value && Array.isArray(value.$bytes)) return Uint8Array.from(value.$bytes);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
  };
  const flatten = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return { $bytes: [...value] };
    if (Array.isArray(value)) return value.map(flatten);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flatten(inner)]));
    return value;
  };
  const ask = Reflect.get(globalThis, 'machineAnswers') as (name: string, input: unknown) => Promise<unknown>;
  const bridge = {
    call: async (name: string, input: unknown) => revive(await ask(name, flatten(input))),
    on: (name: string, listener: (payload: unknown) => void) => {
      const hear = (event: Event): void => {
        const { detail } = event as CustomEvent<{ readonly event: string; readonly data: unknown }>;
        if (detail.event === name) listener(revive(detail.data));
      };
      addEventListener('machine', hear);
      return () => removeEventListener('machine', hear);
    },
  };
  Object.defineProperty(globalThis, 'galley', { value: bridge });
  addEventListener('keydown', (event) => {
    const chord = [event.ctrlKey && 'ctrl', event.altKey && 'alt', event.shiftKey && 'shift', event.key.toLowerCase()];
    const id = chords.get(chord.filter(Boolean).join('+'));
    if (id === undefined) return;
    event.preventDefault();
    dispatchEvent(new CustomEvent('machine', { detail: { event: 'command', data: { id } } }));
  });
}
