import * as z from 'zod';
import { Bytes } from '../bytes.ts';
import { CommandId } from '../commands.ts';
import { DiskRoom } from '../disk-room.ts';
import { ImportId, RowId, ScriptId, UpdateId } from '../ids.ts';
import type { FailureCode } from '../failure.ts';
import { ScriptGlance } from './script-glance.ts';
import { Settings, SettingsChange } from '../settings.ts';
import { accountCalls, accountEvents, AccountKey } from './account.ts';
import { backupCalls, backupEvents } from './backups.ts';
import { briefingCalls } from './briefing.ts';
import { healthCalls } from './health.ts';
import { historyCalls } from './history.ts';
import { projectCalls, projectEvents } from './projects.ts';
import { recoveryCalls, recoveryEvents } from './recovery.ts';
import { startCalls } from './start.ts';
import { storageCalls } from './storage.ts';
import { syncCalls, syncEvents } from './sync.ts';
import { togetherCalls, togetherEvents } from './together.ts';

/** Caps on what crosses the bridge. Updates over 1 MiB never come from typing: longer pastes become rows. */
export const MAX_UPDATE_BYTES = 1024 * 1024;
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;
/** What a window holds of one script: its state with everything that was ever deleted, and its words. */
export const MAX_RESCUE_BYTES = 200 * 1024 * 1024;

export const Title = z.string().trim().min(1).max(200);
export const TemplateName = z.enum(['blank', 'explainer', 'interview', 'advert', 'narration', 'sample']);
export type TemplateName = z.output<typeof TemplateName>;
export const ExportFormat = z.enum(['markdown', 'text']);
export type ExportFormat = z.output<typeof ExportFormat>;
/** An update's format: the shape of its bytes and of the document. A number above ours makes the script read-only here. */
export const Format = z.int().min(1).max(65_535);

/** One line of the library. Counts come from the last projection and may lag the words by a second; the title never does. */
export const ScriptSummary = z.object({
  scriptId: ScriptId,
  title: z.string(),
  createdAt: z.number(),
  editedAt: z.number(),
  trashedAt: z.number().nullable(),
  scenes: z.number(),
  rows: z.number(),
  words: z.number(),
  seconds: z.number(),
  readOnly: z.enum(['newer-format']).nullable(),
});
export type ScriptSummary = z.output<typeof ScriptSummary>;

export const SearchHit = z.object({
  scriptId: ScriptId,
  title: z.string(),
  /** Absent when the hit is a heading or the title itself. */
  rowId: RowId.nullable(),
  cell: z.enum(['video', 'audio', 'speaker', 'heading', 'title']),
  /** The words around the hit, cut into stretches; `hit` marks what was found. Never markup. */
  snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
});
export type SearchHit = z.output<typeof SearchHit>;

/** Why this device may show a script and not change it. */
export const ReadOnlyReason = z.enum([
  /** Something in it was written in a format that this build does not know. It ends with an update of Galley. */
  'newer-format',
  /** The person's role reads it and does not write. */
  'may-not-write',
  /** The person is no member any more. What is here stays here. */
  'access-ended',
]);
export type ReadOnlyReason = z.output<typeof ReadOnlyReason>;

export const OpenedScript = z.object({
  title: z.string(),
  snapshot: Bytes.nullable(),
  /** Everything after the snapshot, in the order it was saved. */
  updates: z.array(Bytes),
  readOnly: ReadOnlyReason.nullable(),
});
export type OpenedScript = z.output<typeof OpenedScript>;

export const ImportPreview = z.object({
  importId: ImportId,
  fileName: z.string(),
  title: z.string(),
  format: z.enum(['fountain', 'markdown', 'text', 'rescue']),
  scenes: z.number(),
  rows: z.number(),
  words: z.number(),
  /** What could not be carried over, one plain sentence each. */
  notes: z.array(z.string()),
  /** The first rows as they will look. */
  sample: z.array(
    z.object({ scene: z.string().nullable(), video: z.string(), audio: z.string(), speaker: z.string().nullable() }),
  ),
});
export type ImportPreview = z.output<typeof ImportPreview>;

export const AppInfo = z.object({
  /** Whose scripts this window shows: what is written here is theirs. */
  author: AccountKey,
  version: z.string(),
  platform: z.enum(['darwin', 'linux', 'win32']),
  host: z.enum(['electron', 'stand-in']),
  settings: Settings,
  /** Assistive technology is on: the script is then drawn whole, without windowing. */
  accessibility: z.boolean(),
  /** Why this page was loaded: after a crash of its renderer the person is told. */
  loaded: z.enum(['fresh', 'after-crash']),
});
export type AppInfo = z.output<typeof AppInfo>;

const none = z.strictObject({});
const ofScript = z.strictObject({ scriptId: ScriptId });

/** Everything a window may ask of the main process. Adding a row here is the whole of adding a call. */
export const calls = {
  'app.info': { input: none, output: AppInfo },
  'settings.change': { input: SettingsChange, output: Settings },

  'library.list': { input: none, output: z.array(ScriptSummary) },
  'library.create': {
    input: z.strictObject({ scriptId: ScriptId, title: Title, template: TemplateName }),
    output: z.void(),
  },
  'library.duplicate': {
    input: z.strictObject({ scriptId: ScriptId, copyId: ScriptId, title: Title }),
    output: z.void(),
  },
  'library.rename': { input: z.strictObject({ scriptId: ScriptId, title: Title }), output: z.void() },
  'library.trash': { input: ofScript, output: z.void() },
  'library.restore': { input: ofScript, output: z.void() },
  'library.search': {
    input: z.strictObject({ query: z.string().max(400), limit: z.int().min(1).max(200) }),
    output: z.array(SearchHit),
  },

  /** Null where there is nothing to see before the document is there. */
  'script.glance': { input: ofScript, output: ScriptGlance.nullable() },
  'script.open': { input: ofScript, output: OpenedScript },
  'script.append': {
    input: z.strictObject({ scriptId: ScriptId, updateId: UpdateId, format: Format, update: Bytes }),
    output: z.void(),
  },
  'script.close': { input: ofScript, output: z.void() },

  ...historyCalls,
  ...storageCalls,
  ...backupCalls,
  ...startCalls,
  ...recoveryCalls,
  ...healthCalls,
  ...accountCalls,
  ...syncCalls,
  ...projectCalls,
  ...briefingCalls,
  ...togetherCalls,

  'files.choose-import': { input: none, output: ImportPreview.nullable() },
  'files.preview-import': {
    input: z.strictObject({ fileName: z.string().min(1).max(255), content: Bytes }),
    output: ImportPreview,
  },
  'files.import': { input: z.strictObject({ importId: ImportId, scriptId: ScriptId, title: Title }), output: z.void() },
  'files.discard-import': { input: z.strictObject({ importId: ImportId }), output: z.void() },
  /** Answers the file's name, or null when the person changed their mind. */
  'files.export': {
    input: z.strictObject({ scriptId: ScriptId, format: ExportFormat }),
    output: z.string().nullable(),
  },

  'links.open': { input: z.strictObject({ href: z.string().max(2_048) }), output: z.void() },
  'window.open': {
    input: z.strictObject({ scriptId: ScriptId.optional(), rowId: RowId.optional() }),
    output: z.void(),
  },
  'window.menu': { input: z.strictObject({ x: z.number(), y: z.number() }), output: z.void() },
  /** The title bar and task switcher say what is open here. */
  'window.title': { input: z.strictObject({ title: z.string().max(300) }), output: z.void() },
  /** Answers `window.flush`: how many edits are in this window alone, and how many in the emergency store. */
  'window.flushed': {
    input: z.strictObject({ unsaved: z.int().nonnegative(), kept: z.int().nonnegative() }),
    output: z.void(),
  },

  'disk.room': { input: none, output: DiskRoom },
  /**
   * Writes what a window holds, saved or not, where the person says: a Markdown file, and beside it a rescue file that
   * an import takes back without loss. Answers the Markdown file's name, or null when the person changed their mind.
   */
  'rescue.export': {
    input: z.strictObject({ title: Title, markdown: z.string(), state: Bytes }),
    output: z.string().nullable(),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

/** Everything the main process may tell a window. */
export const events = {
  /** Another window of this app saved this update; sent only after it is on disk. */
  'script.changed': z.strictObject({ scriptId: ScriptId, update: Bytes }),
  /** An open script may be written in from now on (null), or no more. What was typed before is saved all the same. */
  'script.read-only-changed': z.strictObject({ scriptId: ScriptId, readOnly: ReadOnlyReason.nullable() }),
  'library.changed': none,
  ...backupEvents,
  ...recoveryEvents,
  ...accountEvents,
  ...syncEvents,
  ...projectEvents,
  ...togetherEvents,
  'settings.changed': Settings,
  command: z.strictObject({ id: CommandId }),
  /** The window is about to close: take no more input, save what is not saved, then call `window.flushed`. */
  'window.flush': none,
  /** It stays open after all: take input again. */
  'window.stay': none,
  /** The vault's disk has less room than is good, or enough again. */
  'disk.room-changed': z.strictObject({ room: DiskRoom }),
  'accessibility.changed': z.strictObject({ on: z.boolean() }),
} as const satisfies Record<string, z.ZodType>;

export type CallName = keyof typeof calls;
export type Input<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type Output<N extends CallName> = z.output<(typeof calls)[N]['output']>;
/** `windowId` says which window asks; handlers that fan out use it to leave the asker out. */
export type Handlers = {
  readonly [N in CallName]: (input: Input<N>, windowId: number) => Output<N> | Promise<Output<N>>;
};

export type EventName = keyof typeof events;
export type Payload<N extends EventName> = z.output<(typeof events)[N]>;

/** Electron keeps only an error's message, so failures travel as data. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: FailureCode; readonly message: string };

export interface Bridge {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<Output<N>>>;
  on<N extends EventName>(name: N, listener: (payload: Payload<N>) => void): () => void;
}
