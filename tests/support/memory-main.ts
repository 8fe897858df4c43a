import * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type {
  Bridge,
  CallName,
  EventName,
  Input,
  OpenedScript,
  Output,
  Payload,
  Reply,
} from '../../app/ipc/contract.ts';
import { calls, MAX_UPDATE_BYTES } from '../../app/ipc/contract.ts';

export interface Row {
  readonly updateId: string;
  readonly update: Uint8Array;
}

interface Script {
  readonly title: string;
  readonly rows: Row[];
  readOnly: OpenedScript['readOnly'];
}

type Answers = { readonly [N in CallName]?: (input: Input<N>) => Output<N> | Promise<Output<N>> };

/** The main process as far as one script's life goes, in memory: a log per script and any number of windows. */
export class MemoryMain {
  readonly scripts = new Map<ScriptId, Script>();
  readonly windows = new Set<MemoryWindow>();

  add(scriptId: ScriptId, updates: readonly Uint8Array[] = [], title = 'A script'): Script {
    const rows = updates.map((update, index) => ({ updateId: `first-${index}`, update }));
    const script: Script = { title, rows, readOnly: null };
    this.scripts.set(scriptId, script);
    return script;
  }

  script(scriptId: ScriptId): Script {
    const script = this.scripts.get(scriptId);
    if (!script) throw new Failure('not-found', 'This script is not on this device.');
    return script;
  }

  /** What a reader of the log would see. */
  replay(scriptId: ScriptId): Y.Doc {
    const doc = new Y.Doc();
    for (const { update } of this.script(scriptId).rows) Y.applyUpdate(doc, update);
    return doc;
  }

  window(answers: Answers = {}): MemoryWindow {
    const window = new MemoryWindow(this, answers);
    this.windows.add(window);
    return window;
  }
}

/** One window's bridge. Inputs are checked against the contract, as the main process does. */
export class MemoryWindow implements Bridge {
  readonly #main: MemoryMain;
  readonly #answers: Answers;
  readonly #listeners = new Map<EventName, Set<(payload: never) => void>>();
  readonly #open = new Set<ScriptId>();
  /** Every call, in order. */
  readonly log: CallName[] = [];
  /** Decides the fate of a call: `lose` does the work and throws the reply away, `fail` refuses before doing anything. */
  fate: (name: CallName) => 'do' | 'lose' | Failure | Error = () => 'do';
  /** Waited for before every answer. */
  gate: Promise<void> = Promise.resolve();

  constructor(main: MemoryMain, answers: Answers) {
    this.#main = main;
    this.#answers = answers;
  }

  async call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<Output<N>>> {
    this.log.push(name);
    const fate = this.fate(name);
    await this.gate;
    try {
      if (fate instanceof Error) throw fate;
      // Values are copied, as they are on their way between two processes.
      const value = await this.#answer(name, calls[name].input.parse(structuredClone(input)) as Input<N>);
      if (fate === 'lose') throw new Error('The reply was lost.');
      return { ok: true, value };
    } catch (error) {
      if (error instanceof Failure) return { ok: false, code: error.code, message: error.message };
      throw error;
    }
  }

  on<N extends EventName>(name: N, listener: (payload: Payload<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener as (payload: never) => void));
    return () => void listeners.delete(listener as (payload: never) => void);
  }

  tell<N extends EventName>(name: N, payload: Payload<N>): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (payload: Payload<N>) => void)(payload);
  }

  isOpen(scriptId: ScriptId): boolean {
    return this.#open.has(scriptId);
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }

  async #answer<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const own = this.#answers[name];
    if (own) return (own as (input: Input<N>) => Promise<Output<N>>)(input);
    return this.#scriptCall(name, input as never) as Output<N>;
  }

  #scriptCall(name: CallName, input: { scriptId: ScriptId } & Row): OpenedScript | null | undefined {
    if (name === 'script.open') {
      const { title, rows, readOnly } = this.#main.script(input.scriptId);
      this.#open.add(input.scriptId);
      return { title, snapshot: null, updates: rows.map(({ update }) => update), readOnly };
    }
    if (name === 'script.glance') return null;
    if (name === 'script.append') return this.#append(input.scriptId, input);
    if (name === 'script.close') this.#open.delete(input.scriptId);
    else if (name !== 'window.flushed' && name !== 'rescue.export')
      throw new Error(`This main process has no answer to ${name}.`);
    return undefined;
  }

  #append(scriptId: ScriptId, { updateId, update }: Row): undefined {
    if (update.byteLength > MAX_UPDATE_BYTES) throw new Failure('too-large', 'This edit is too large to be saved.');
    const { rows } = this.#main.script(scriptId);
    const same = rows.find((row) => row.updateId === updateId);
    if (same && !isEqual(same.update, update)) throw new Failure('conflict', 'Another edit has this name.');
    if (same) return;
    rows.push({ updateId, update });
    for (const window of this.#main.windows) {
      if (window !== this && window.isOpen(scriptId)) window.tell('script.changed', { scriptId, update });
    }
  }
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
