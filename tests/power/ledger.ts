import * as z from 'zod';
import { BackupId, ScriptId, UpdateId } from '../../app/ids.ts';

const Base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const Update = z.object({ updateId: UpdateId, bytes: Base64 });

/** What was asked of the vault. `create` counts as its script's first updates. */
const Change = z.discriminatedUnion('name', [
  z.object({ name: z.literal('create'), scriptId: ScriptId, title: z.string(), updates: z.array(Update) }),
  z.object({ name: z.literal('append'), scriptId: ScriptId, update: Update }),
  z.object({ name: z.literal('rename'), scriptId: ScriptId, title: z.string() }),
  z.object({ name: z.literal('trash'), scriptId: ScriptId }),
  z.object({ name: z.literal('restore'), scriptId: ScriptId }),
]);
export type Change = z.output<typeof Change>;

/** One line, written outside the vault the moment it happened. */
const Line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('stage'), stage: z.string() }),
  z.object({ what: z.literal('asked'), number: z.int(), vault: z.string(), change: Change }),
  z.object({ what: z.literal('acknowledged'), number: z.int() }),
  z.object({ what: z.literal('backup asked'), vault: z.string() }),
  z.object({ what: z.literal('backup reported'), vault: z.string(), backupId: BackupId }),
]);
export type Line = z.output<typeof Line>;

export const readLine = (text: string): Line => Line.parse(JSON.parse(text));

/** A line as text; bytes travel as base64. */
export const lineOf = (line: Line): string =>
  `${JSON.stringify(line, (_key, value: unknown) =>
    isBufferJson(value) ? Buffer.from(value.data).toString('base64') : value,
  )}\n`;

/** `Buffer` turns itself into this before a replacer sees it. */
const isBufferJson = (value: unknown): value is { readonly data: readonly number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;

/** A value that was asked for and either is there or may be, because its acknowledgement had not come. */
interface Asked<T> {
  readonly value: T;
  isAcknowledged: boolean;
}

/** What one script may look like: at least what was acknowledged, at most what was asked. */
export interface ExpectedScript {
  readonly created: Asked<undefined>;
  /** In the order in which they were asked, which is the log's. */
  readonly updates: Asked<{ readonly updateId: UpdateId; readonly bytes: Buffer }>[];
  readonly titles: Asked<string>[];
  readonly trashed: Asked<boolean>[];
}

/** A backup that was called verified, and how many updates of each script were acknowledged when it was asked for. */
export interface ReportedBackup {
  readonly vault: string;
  readonly backupId: BackupId;
  readonly counts: ReadonlyMap<ScriptId, number>;
}

/** Everything asked and acknowledged so far, per vault. */
export class Ledger {
  /** By the vault's folder, then by script. */
  readonly vaults = new Map<string, Map<ScriptId, ExpectedScript>>();
  readonly backups: ReportedBackup[] = [];
  acknowledged = 0;
  stage = 'begin';
  readonly #open = new Map<number, Asked<unknown>[]>();
  #counts: ReadonlyMap<ScriptId, number> = new Map();

  read(line: Line): void {
    switch (line.what) {
      case 'stage':
        this.stage = line.stage;
        return;
      case 'asked':
        this.#open.set(line.number, this.#note(line.vault, line.change));
        return;
      case 'acknowledged':
        for (const asked of this.#open.get(line.number) ?? []) asked.isAcknowledged = true;
        this.#open.delete(line.number);
        this.acknowledged += 1;
        return;
      case 'backup asked':
        this.#counts = this.#acknowledgedIn(line.vault);
        return;
      case 'backup reported':
        this.backups.push({ vault: line.vault, backupId: line.backupId, counts: this.#counts });
        return;
      default:
        line satisfies never;
    }
  }

  /** After a kill: what was found stays for good, and what was neither acknowledged nor found is gone for good. */
  settleOn(vault: string, found: ReadonlyMap<ScriptId, number>): void {
    for (const [scriptId, script] of this.vaults.get(vault) ?? []) {
      const count = found.get(scriptId);
      if (count === undefined) this.vaults.get(vault)?.delete(scriptId);
      else script.updates.length = count;
      for (const update of script.updates) update.isAcknowledged = true;
    }
    this.#open.clear();
  }

  #acknowledgedIn(vault: string): ReadonlyMap<ScriptId, number> {
    const scripts = [...(this.vaults.get(vault) ?? [])].filter(([, { created }]) => created.isAcknowledged);
    return new Map(scripts.map(([scriptId, { updates }]) => [scriptId, acknowledgedOf(updates)]));
  }

  #note(vault: string, change: Change): Asked<unknown>[] {
    const scripts = this.vaults.get(vault) ?? new Map<ScriptId, ExpectedScript>();
    this.vaults.set(vault, scripts);
    if (change.name === 'create') {
      const [created, title, updates] = [asked(undefined), asked(change.title), change.updates.map(asked)];
      const untouched = { value: false, isAcknowledged: true };
      scripts.set(change.scriptId, { created, updates, titles: [title], trashed: [untouched] });
      return [created, title, ...updates];
    }
    const script = scripts.get(change.scriptId);
    if (script === undefined) throw new Error(`${change.scriptId} was never asked for.`);
    switch (change.name) {
      case 'append':
        return [added(script.updates, change.update)];
      case 'rename':
        return [added(script.titles, change.title)];
      case 'trash':
        return [added(script.trashed, true)];
      case 'restore':
        return [added(script.trashed, false)];
      default:
        return change satisfies never;
    }
  }
}

const asked = <T>(value: T): Asked<T> => ({ value, isAcknowledged: false });

function added<T>(list: Asked<T>[], value: T): Asked<T> {
  const item = asked(value);
  list.push(item);
  return item;
}

/** What a value may be now: the last acknowledged one, or any that was asked for after it. */
export function possible<T>(values: readonly Asked<T>[]): readonly T[] {
  const from = Math.max(
    0,
    values.findLastIndex(({ isAcknowledged }) => isAcknowledged),
  );
  return values.slice(from).map(({ value }) => value);
}

/** How many of a log's updates are certain: all before the last acknowledged one are, because they are stored in order. */
export const acknowledgedOf = (updates: readonly Asked<unknown>[]): number =>
  updates.findLastIndex(({ isAcknowledged }) => isAcknowledged) + 1;
