import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';
import { MemoryMain, type MemoryWindow } from '../../tests/support/memory-main.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { Client } from '../client.ts';
import { OpenScripts } from './open-scripts.ts';
import type { ScriptSession } from './script-session.ts';

const HISTORIES = 60;
const STEPS = 60;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 120; turn++) await Promise.resolve();
};

interface Window {
  readonly bridge: MemoryWindow;
  readonly timers: HandTimers;
  readonly session: ScriptSession;
  /** Everything that was typed in it. */
  readonly typed: Set<string>;
}

/** One device on which everything fails that can, in an order that a seed decides. */
class Device {
  readonly #random: Random;
  readonly #main = new MemoryMain();
  readonly #store = new MemoryEmergencyStore();
  readonly #scriptId: ScriptId;
  #windows: Window[] = [];
  #words = 0;
  #isTrouble = true;
  /** What some window called saved, and what some window called kept in the emergency store. */
  readonly #saved = new Set<string>();
  readonly #kept = new Set<string>();

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#scriptId = ScriptId.parse(this.#random.uuid());
    this.#main.add(this.#scriptId);
    this.#store.fate = () => (this.#isTrouble ? this.#random.oneOf(['do', 'do', 'do', 'lose', 'fail'] as const) : 'do');
  }

  async step(): Promise<void> {
    const random = this.#random;
    const [window] = this.#windows.length === 0 ? [] : [random.oneOf(this.#windows)];
    if (window === undefined || (random.chance(8) && this.#windows.length < 3)) await this.#openWindow();
    else if (random.chance(55)) this.#type(window);
    else if (random.chance(60)) window.timers.pass(random.oneOf([20, 250, 1_000, 5_000, 20_000]));
    else if (random.chance(20)) this.#kill(window);
    else if (random.chance(10)) for (const each of this.#windows.slice()) this.#kill(each);
    else if (random.chance(30)) void window.session.flush();
    // Some steps come while others are still on their way.
    if (random.chance(75)) await settle();
    this.#look();
    this.check();
  }

  /** Everything works again, and the program is started once more. */
  async recover(): Promise<void> {
    this.#isTrouble = false;
    for (const each of this.#windows) each.bridge.fate = () => 'do';
    for (const each of this.#windows) each.timers.pass(10_000);
    await settle();
    const last = await this.#openWindow();
    for (let turn = 0; turn < 4; turn++) {
      for (const each of this.#windows) each.timers.pass(60_000);
      await settle();
    }
    this.#look();
    this.check();
    const onDisk = wordsOf(this.#main.replay(this.#scriptId));
    for (const each of this.#windows) {
      expect(each.session.saveState.get().kind).toBe('saved');
      expect([...each.typed].filter((word) => !onDisk.has(word))).toEqual([]);
    }
    expect(wordsOf(last.session.doc)).toEqual(onDisk);
    const ids = this.#main.script(this.#scriptId).rows.map(({ updateId }) => updateId);
    expect(new Set(ids).size).toBe(ids.length);
  }

  /** The promise: what was called saved is in the vault, what was called kept is there or in the emergency store. */
  check(): void {
    const doc = this.#main.replay(this.#scriptId);
    const onDisk = wordsOf(doc);
    expect([...this.#saved].filter((word) => !onDisk.has(word))).toEqual([]);
    for (const { update } of this.#store.rows.values()) Y.applyUpdate(doc, update);
    const onDevice = wordsOf(doc);
    expect([...this.#kept].filter((word) => !onDevice.has(word))).toEqual([]);
  }

  #look(): void {
    for (const { session, typed } of this.#windows) {
      const { kind } = session.saveState.get();
      if (kind === 'saved') for (const word of typed) this.#saved.add(word);
      if (kind === 'emergency') for (const word of typed) this.#kept.add(word);
    }
  }

  #type({ session, typed }: Window): void {
    this.#words += 1;
    const word = `word ${this.#words}`;
    session.doc.getMap('words').set(word, true);
    typed.add(word);
  }

  /** Its timers never ring again; what it had asked for may still happen. */
  #kill(window: Window): void {
    window.bridge.fate = () => new Error('The page is gone.');
    this.#windows = this.#windows.filter((other) => other !== window);
  }

  async #openWindow(): Promise<Window> {
    const bridge = this.#main.window();
    const timers = new HandTimers();
    const scripts = OpenScripts.open(new Client(bridge), {
      ...surroundingsFrom(this.#random),
      timers,
      emergencyStore: this.#store,
      told: () => undefined,
      newUpdateId: () => UpdateId.parse(this.#random.uuid()),
      report: () => undefined,
    });
    const session = await scripts.openScript(this.#scriptId);
    bridge.fate = (name) => (name === 'script.append' && this.#isTrouble ? this.#fate() : 'do');
    const window = { bridge, timers, session, typed: new Set<string>() };
    this.#windows.push(window);
    return window;
  }

  #fate(): ReturnType<MemoryWindow['fate']> {
    return this.#random.oneOf([
      'do',
      'do',
      'lose',
      new Failure('disk-full', 'No room.'),
      new Failure('disk-gone', 'No disk.'),
      new Error('The main process is gone.'),
    ] as const);
  }
}

const wordsOf = (doc: Y.Doc): ReadonlySet<string> => new Set(doc.getMap('words').keys());

test(
  '[FULL-12] whatever fails in whatever order, what was called saved or kept is there afterwards, and once',
  { timeout: 60_000 },
  async () => {
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const device = new Device(seed);
      try {
        for (let step = 0; step < STEPS; step++) await device.step();
        await device.recover();
      } catch (error) {
        throw new Error(`Seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
  },
);
