import { expect, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import type { Standing, SyncOverview } from '../../app/ipc/sync.ts';
import type { Payload } from '../../app/ipc/contract.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { Random } from '../../tests/support/random.ts';
import { Client } from '../client.ts';
import { standingIn, SyncStore } from './sync-store.ts';

const SCRIPT = ScriptId.parse('00000000-0000-4000-8000-000000000001');
const HISTORIES = 300;
const STEPS = 120;

/** One window that types, a main process that saves and is acknowledged by a server, and what is on its way between. */
class Story {
  readonly timers = new HandTimers();
  readonly store: SyncStore;
  /** Appends and questions, on their way to main. */
  readonly #toMain: (() => void)[] = [];
  /** Answers and events, on their way to the window: in the order in which they were sent. */
  readonly #toWindow: (() => void)[] = [];
  #unsaved = 0;
  #unsent = 0;
  #told = 0;
  #changes = 0;
  /** What the store does with an event. */
  hear: (payload: Payload<'sync.changed'>) => void = () => undefined;

  constructor() {
    const client = new Client({
      call: () =>
        new Promise((resolve) => {
          this.#toMain.push(() => {
            const value = this.#overview();
            this.#toWindow.push(() => resolve({ ok: true, value } as never));
          });
        }),
      on: (name, listener) => {
        if (name === 'sync.changed') this.hear = listener as typeof this.hear;
        return () => undefined;
      },
    });
    this.store = SyncStore.open(client, { timers: this.timers, report: () => undefined });
  }

  type(): void {
    this.#unsaved += 1;
    this.#toMain.push(() => {
      this.#unsent += 1;
      this.#changes += 1;
      this.#toWindow.push(() => {
        this.#unsaved -= 1;
        if (this.#unsaved === 0) this.store.saved(SCRIPT);
      });
    });
  }

  acknowledge(): void {
    if (this.#unsent === 0) return;
    this.#unsent = 0;
    this.#changes += 1;
  }

  tell(): void {
    if (this.#told === this.#changes) return;
    this.#told = this.#changes;
    const overview = this.#overview();
    this.#toWindow.push(() => this.hear(overview));
  }

  atMain(): void {
    this.#toMain.shift()?.();
  }

  atWindow(): void {
    this.#toWindow.shift()?.();
  }

  get isDone(): boolean {
    return this.#toMain.length + this.#toWindow.length + this.timers.waiting === 0 && this.#told === this.#changes;
  }

  /** What the window says is on the server although it is not. */
  get isLie(): boolean {
    return this.#unsaved === 0 && this.says === 'on-server' && this.#unsent > 0;
  }

  get says(): string {
    return standingIn(this.store.get(), SCRIPT)?.kind ?? 'nothing';
  }

  get truth(): string {
    return this.#standing().kind;
  }

  #standing(): Standing {
    return this.#unsent === 0
      ? { kind: 'on-server', seenBy: [] }
      : { kind: 'sending', edits: this.#unsent, oldestAt: 0 };
  }

  #overview(): SyncOverview {
    const script = { scriptId: SCRIPT, acknowledgedAt: null, receivedAt: null, position: 0, head: 0 };
    return {
      link: { kind: 'online', isLive: true },
      scripts: [{ ...script, standing: this.#standing() }],
      events: [],
    };
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};

test('[STATUS-2] whatever is late or overtaken, no window says of an unsent edit that it is on the server', async () => {
  let claims = 0;
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const random = new Random(seed);
    const story = new Story();
    const deeds = [
      () => story.type(),
      () => story.acknowledge(),
      () => story.tell(),
      () => story.atMain(),
      () => story.atWindow(),
      () => story.atWindow(),
      () => story.timers.pass(random.below(1_500)),
    ];
    for (let step = 0; step < STEPS; step++) {
      random.oneOf(deeds)();
      await settle();
      expect(story.isLie, `seed ${seed}, step ${step}`).toBe(false);
      if (story.says === 'on-server') claims += 1;
    }
    for (let turn = 0; turn < 500 && !story.isDone; turn++) {
      story.tell();
      story.atMain();
      story.atWindow();
      story.timers.pass(1_500);
      await settle();
    }
    expect([story.isDone, story.says], `seed ${seed}`).toEqual([true, story.truth]);
    story.store[Symbol.dispose]();
  }
  // Something was claimed often enough for that to mean something.
  expect(claims).toBeGreaterThan(1_000);
});
