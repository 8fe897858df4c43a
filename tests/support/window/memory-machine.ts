import { Failure, type FailureCode } from '../../../app/failure.ts';
import { ImportId, type ScriptId } from '../../../app/ids.ts';
import {
  calls,
  type AppInfo,
  type CallName,
  type EventName,
  type Handlers,
  type OpenedScript,
  type Payload,
  type ScriptSummary,
  type SearchHit,
} from '../../../app/ipc/contract.ts';
import { templateUpdate } from '../../../app/script/templates/template-update.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../app/settings.ts';

export interface MemoryScript {
  readonly summary: ScriptSummary;
  readonly opened: Omit<OpenedScript, 'title'>;
  readonly hits: readonly SearchHit[];
}

export interface MemoryMachineOptions {
  readonly scripts?: readonly MemoryScript[];
  readonly settings?: Partial<Settings>;
  readonly host?: AppInfo['host'];
  readonly loaded?: AppInfo['loaded'];
  readonly now?: () => number;
  /** Called for every event that a real main process would send to its windows. */
  readonly tell: <N extends EventName>(name: N, payload: Payload<N>) => void;
}

/**
 * The main process as one window sees it, kept in memory: for tests of screens, and for the faults that a real disk
 * shows only when it breaks. What it has in common with the real one is proven by tests/contract/library.suite.ts.
 */
export class MemoryMachine {
  readonly #scripts = new Map<ScriptId, MemoryScript>();
  readonly #failures = new Map<CallName, FailureCode>();
  readonly #held = new Map<CallName, PromiseWithResolvers<void>>();
  readonly #options: MemoryMachineOptions;
  #settings: Settings;
  /** Names of the calls made so far, with their input. */
  readonly log: { readonly name: CallName; readonly input: unknown }[] = [];

  constructor(options: MemoryMachineOptions) {
    this.#options = options;
    this.#settings = { ...DEFAULT_SETTINGS, ...options.settings };
    for (const script of options.scripts ?? []) this.#scripts.set(script.summary.scriptId, script);
  }

  /** From now on this call fails with this code, until `mend`. */
  breakCall(name: CallName, code: FailureCode): void {
    this.#failures.set(name, code);
  }

  mend(name: CallName): void {
    this.#failures.delete(name);
  }

  /** From now on this call waits until the returned function is called. */
  hold(name: CallName): () => void {
    const gate = Promise.withResolvers<void>();
    this.#held.set(name, gate);
    return () => {
      this.#held.delete(name);
      gate.resolve();
    };
  }

  /** As the real one: input and output are checked against the contract, failures travel as data. */
  async answer(name: CallName, input: unknown): Promise<unknown> {
    this.log.push({ name, input });
    await this.#held.get(name)?.promise;
    const code = this.#failures.get(name);
    if (code !== undefined) return { ok: false, code, message: MESSAGES[code] ?? 'Something went wrong.' };
    try {
      const { input: inputSchema, output } = calls[name];
      const handler = this.handlers[name] as (checked: unknown, windowId: number) => unknown;
      return { ok: true, value: output.parse(await handler(inputSchema.parse(input), 1)) };
    } catch (error) {
      if (error instanceof Failure) return { ok: false, code: error.code, message: error.message };
      throw error;
    }
  }

  readonly handlers: Handlers = {
    'app.info': () => ({
      version: '0.1.0',
      platform: 'linux',
      host: this.#options.host ?? 'electron',
      settings: this.#settings,
      accessibility: false,
      loaded: this.#options.loaded ?? 'fresh',
    }),
    'settings.change': (change) => {
      const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      this.#settings = { ...this.#settings, ...defined };
      this.#options.tell('settings.changed', this.#settings);
      return this.#settings;
    },
    'library.list': () => Array.from(this.#scripts.values(), ({ summary }) => summary),
    'library.create': ({ scriptId, title, template }) => {
      const at = this.#now();
      this.#scripts.set(scriptId, {
        summary: {
          scriptId,
          title,
          createdAt: at,
          editedAt: at,
          trashedAt: null,
          scenes: 1,
          rows: 1,
          words: 0,
          seconds: 0,
          readOnly: null,
        },
        opened: { snapshot: null, updates: [templateUpdate(template)], readOnly: null },
        hits: [],
      });
      this.#changed();
    },
    'library.duplicate': ({ scriptId, copyId, title }) => {
      const original = this.#script(scriptId);
      this.#scripts.set(copyId, { ...original, summary: { ...original.summary, scriptId: copyId, title } });
      this.#changed();
    },
    'library.rename': ({ scriptId, title }) => this.#alter(scriptId, { title }),
    'library.trash': ({ scriptId }) => this.#alter(scriptId, { trashedAt: this.#now() }),
    'library.restore': ({ scriptId }) => this.#alter(scriptId, { trashedAt: null }),
    'library.search': ({ query, limit }) =>
      Array.from(this.#scripts.values())
        .filter(({ summary }) => summary.trashedAt === null)
        .flatMap(({ hits }) => hits)
        .map((hit) => markHit(hit, query))
        .filter((hit) => hit !== undefined)
        .slice(0, limit),
    'script.open': ({ scriptId }) => {
      const { summary, opened } = this.#script(scriptId);
      return { title: summary.title, ...opened };
    },
    'script.append': ({ scriptId, update }) => {
      const script = this.#script(scriptId);
      const updates = [...script.opened.updates, update];
      this.#scripts.set(scriptId, { ...script, opened: { ...script.opened, updates } });
    },
    'script.close': () => undefined,
    'files.choose-import': () => this.#preview('night-tram.fountain'),
    'files.preview-import': ({ fileName }) => this.#preview(fileName),
    'files.import': ({ scriptId, title }) => this.handlers['library.create']({ scriptId, title, template: 'blank' }, 1),
    'files.discard-import': () => undefined,
    'files.export': ({ scriptId, format }) =>
      `${this.#script(scriptId).summary.title}.${format === 'markdown' ? 'md' : 'txt'}`,
    'links.open': () => undefined,
    'window.open': () => undefined,
    'window.menu': () => undefined,
    'window.title': () => undefined,
    'window.flushed': () => undefined,
  };

  #now(): number {
    return this.#options.now?.() ?? 0;
  }

  #script(scriptId: ScriptId): MemoryScript {
    const script = this.#scripts.get(scriptId);
    if (script === undefined) throw new Failure('not-found', 'There is no such script on this device.');
    return script;
  }

  #alter(scriptId: ScriptId, change: Partial<ScriptSummary>): void {
    const script = this.#script(scriptId);
    this.#scripts.set(scriptId, { ...script, summary: { ...script.summary, ...change } });
    this.#changed();
  }

  #changed(): void {
    this.#options.tell('library.changed', {});
  }

  #preview(fileName: string): ReturnType<Handlers['files.preview-import']> {
    return {
      importId: ImportId.parse('00000000-0000-4000-8000-00000000f11e'),
      fileName,
      title: 'Last tram home',
      format: 'fountain',
      scenes: 3,
      rows: 22,
      words: 412,
      notes: ['2 notes between double brackets are left out.', 'Page breaks are left out.'],
      sample: [
        {
          scene: 'Depot, before dawn',
          video: 'A row of trams, dark. One light goes on.',
          audio: 'Every night ends somewhere. This one ends at platform four.',
          speaker: 'Narrator',
        },
        { scene: null, video: 'The driver, from behind, buttoning a coat.', audio: 'Morning, Petra.', speaker: 'Jan' },
        { scene: 'Line 3', video: 'Rain on the windscreen. The city slides by.', audio: '', speaker: null },
      ],
    };
  }
}

const MESSAGES: Partial<Record<FailureCode, string>> = {
  'disk-full': 'There is no room left on this disk.',
  'not-found': 'There is no such script on this device.',
  invalid: 'This file is not what its name says.',
  'too-large': 'This file is larger than 20 MB.',
};

/** The hit with the words that were asked for marked in it, or nothing when they are not there. */
function markHit(hit: SearchHit, query: string): SearchHit | undefined {
  const text = hit.snippet.map((stretch) => stretch.text).join('');
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at === -1) return undefined;
  const end = at + query.length;
  const snippet = [
    { text: text.slice(0, at), hit: false },
    { text: text.slice(at, end), hit: true },
    { text: text.slice(end), hit: false },
  ];
  return { ...hit, snippet: snippet.filter((stretch) => stretch.text !== '') };
}
