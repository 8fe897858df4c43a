import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import * as z from 'zod';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { openDatabase, transact, type Sqlite } from '../../main/vault/database.ts';
import { HeadTable } from '../../main/vault/head-table.ts';
import { Keeper } from '../../main/vault/keeper.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { fullCheck } from '../../main/vault/recovery/full-check.ts';
import { IncidentTable } from '../../main/vault/recovery/incident-table.ts';
import { Writer } from '../../main/vault/writer.ts';
import { readWholeLog } from '../support/whole-log.ts';
import { writerTools } from '../support/vault.ts';
import { judgeBackups } from './judge-backups.ts';
import { acknowledgedOf, possible, type ExpectedScript, type Ledger } from './ledger.ts';

/** What is wrong with a vault after a power cut or a kill. */
export interface Finding {
  readonly kind: 'lost' | 'unopenable' | 'damaged' | 'made up' | 'backup' | 'leftover';
  readonly vault: string;
  readonly detail: string;
}

export interface Judged {
  readonly findings: readonly Finding[];
  /** How many updates each script's log holds now, by vault. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<ScriptId, number>>;
}

const AT = Date.UTC(2026, 5, 2, 12);
/** For a vault that is not there yet. */
const UNUSED_ID = '00000000-0000-4000-8000-000000000000';
const Text = z.string();
/** So many backups that a person asked for stay in any case, also when others were made and not reported. */
const NEVER_ROTATED = 2;

/**
 * Opens every vault below a folder as the app would, and holds it against what was acknowledged. It leaves the vaults
 * as a start and an orderly end leave them.
 */
export async function judge(folder: string, ledger: Ledger): Promise<Judged> {
  const findings: Finding[] = [];
  const counts = new Map<string, ReadonlyMap<ScriptId, number>>();
  for (const vault of new Set([...ledger.vaults.keys(), ...vaultsIn(folder)])) {
    const judging = new Judging(vault, findings);
    const scripts = ledger.vaults.get(vault) ?? new Map<ScriptId, ExpectedScript>();
    try {
      const { found, vaultId } = await judging.open(join(folder, vault), scripts);
      counts.set(vault, found);
      const reported = ledger.backups.filter((backup) => backup.vault === vault).slice(-NEVER_ROTATED);
      for (const fault of await judgeBackups(join(folder, vault), { vaultId, reported })) judging.tell('backup', fault);
    } catch (error) {
      judging.tell('unopenable', error instanceof Failure ? `${error.code}: ${error.message}` : String(error));
    }
  }
  return { findings, counts };
}

/** Also one of which nobody has asked anything yet must open. */
function vaultsIn(folder: string): readonly string[] {
  const accounts = join(folder, 'accounts');
  return existsSync(accounts) ? readdirSync(accounts).map((name) => `accounts/${name}`) : [];
}

interface Opened {
  readonly found: ReadonlyMap<ScriptId, number>;
  readonly vaultId: string;
}

class Judging {
  readonly #vault: string;
  readonly #findings: Finding[];

  constructor(vault: string, findings: Finding[]) {
    this.#vault = vault;
    this.#findings = findings;
  }

  tell(kind: Finding['kind'], detail: string): void {
    this.#findings.push({ kind, vault: this.#vault, detail });
  }

  async open(folder: string, scripts: ReadonlyMap<ScriptId, ExpectedScript>): Promise<Opened> {
    const start = { folder, account: 'local', appVersion: '0.1.0', vaultId: UNUSED_ID, at: AT };
    using writer = Writer.open(start, writerTools);
    const found = this.#scripts(folder, scripts, writer);
    await this.#keeper(folder, scripts, writer);
    this.#everything(folder);
    writer.end({ at: AT });
    return { found, vaultId: writer.vaultId };
  }

  #scripts(
    folder: string,
    scripts: ReadonlyMap<ScriptId, ExpectedScript>,
    writer: Writer,
  ): ReadonlyMap<ScriptId, number> {
    const db = openDatabase(join(folder, FILE_NAME), { purpose: 'read' });
    try {
      this.#integrity(db);
      const listed = new Map(writer.list().map((summary) => [summary.scriptId, summary]));
      for (const scriptId of listed.keys()) if (!scripts.has(scriptId)) this.tell('made up', `script ${scriptId}`);
      const counts = new Map<ScriptId, number>();
      for (const [scriptId, expected] of scripts) {
        const summary = listed.get(scriptId);
        if (summary === undefined) {
          if (expected.created.isAcknowledged) this.tell('lost', `script ${scriptId}`);
          continue;
        }
        const isTrashed = summary.trashedAt !== null;
        if (!possible(expected.titles).includes(summary.title)) this.tell('lost', `title ${summary.title}`);
        if (!possible(expected.trashed).includes(isTrashed)) this.tell('lost', `trashed is ${isTrashed}`);
        counts.set(scriptId, this.#log(db, scriptId, expected));
        this.#opened(writer, scriptId, expected, counts.get(scriptId) ?? 0);
      }
      return counts;
    } finally {
      db.close();
    }
  }

  #integrity(db: Sqlite): void {
    const found = Text.parse(db.pragma('integrity_check', { simple: true }));
    if (found !== 'ok') this.tell('damaged', found);
    // A power cut is no damage: nothing may be set aside after one.
    for (const { report } of new IncidentTable(db).list()) this.tell('damaged', `recovered: ${report.reason}`);
    const orphans = z.array(z.unknown()).parse(db.pragma('foreign_key_check'));
    if (orphans.length > 0) this.tell('damaged', `${orphans.length} rows refer to nothing`);
  }

  /** The check that the app itself makes after an unclean end: every row proves itself, every log is followed. */
  #everything(folder: string): void {
    const db = openDatabase(join(folder, FILE_NAME), { purpose: 'read' });
    try {
      for (const { findings } of fullCheck(db))
        for (const { kind, what } of findings) this.tell('damaged', `${kind}: ${what}`);
    } finally {
      db.close();
    }
  }

  /** The log byte for byte, in its order. Answers how many updates it holds. */
  #log(db: Sqlite, scriptId: ScriptId, expected: ExpectedScript): number {
    const log = transact(db, () => readWholeLog(db, scriptId), 'deferred');
    const acknowledged = acknowledgedOf(expected.updates);
    if (log.length < acknowledged) this.tell('lost', `${acknowledged - log.length} updates of ${scriptId}`);
    for (const [index, { updateId, bytes }] of log.entries()) {
      const asked = expected.updates[index]?.value;
      if (asked === undefined || asked.updateId !== updateId || !asked.bytes.equals(bytes)) {
        this.tell(index < acknowledged ? 'lost' : 'made up', `update ${index + 1} of ${scriptId}`);
        break;
      }
    }
    return log.length;
  }

  /** What a window gets: snapshot and tail must make the same document as the whole log. */
  #opened(writer: Writer, scriptId: ScriptId, expected: ExpectedScript, count: number): void {
    const { snapshot, updates } = writer.openScript(scriptId);
    const opened = textOf([...(snapshot === null ? [] : [snapshot]), ...updates]);
    if (opened !== textAfter(expected, count)) this.tell('damaged', `${scriptId} opens as another document`);
  }

  /** Everything that the keeper reads, and everything that it makes from it. */
  async #keeper(folder: string, scripts: ReadonlyMap<ScriptId, ExpectedScript>, writer: Writer): Promise<void> {
    const troubles: unknown[] = [];
    using keeper = Keeper.open(join(folder, FILE_NAME), {
      writer: {
        ask: async (name, input) => writer.store({ name, input } as Parameters<Writer['store']>[0]) as never,
      },
      onCounts: () => undefined,
      onTrouble: (_scriptId, error) => troubles.push(error),
    });
    await keeper.settle({ at: AT });
    for (const trouble of troubles) this.tell('damaged', `the keeper: ${String(trouble)}`);
    for (const { scriptId } of writer.list()) {
      const plain = keeper.readPlain(scriptId);
      const count = headCount(folder, scriptId);
      const expected = scripts.get(scriptId);
      if (expected !== undefined && JSON.stringify(plain) !== textAfter(expected, count)) {
        this.tell('damaged', `${scriptId} is projected as another document`);
      }
    }
  }
}

function headCount(folder: string, scriptId: ScriptId): number {
  const db = openDatabase(join(folder, FILE_NAME), { purpose: 'read' });
  try {
    return new HeadTable(db).find(scriptId)?.count ?? 0;
  } finally {
    db.close();
  }
}

function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc();
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
    return JSON.stringify(readScript(doc));
  } finally {
    doc.destroy();
  }
}

const texts = new WeakMap<ExpectedScript, Map<number, string>>();

/** What a script says after its first updates. Kept: thousands of images are held against the same ones. */
function textAfter(script: ExpectedScript, count: number): string {
  const known = texts.get(script) ?? new Map<number, string>();
  texts.set(script, known);
  const text = known.get(count) ?? textOf(script.updates.slice(0, count).map(({ value }) => value.bytes));
  known.set(count, text);
  return text;
}

/** Parts of files, which nobody will finish. */
export const leftovers = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(part|tmp|unverified)$/.test(name));
