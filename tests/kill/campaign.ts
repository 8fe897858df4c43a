import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readNumber } from '../../main/vault/database.ts';
import { migrate } from '../../main/vault/migrate.ts';
import { migrations } from '../../main/vault/migrations/all.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { judge, leftovers, type Finding } from '../power/judge.ts';
import { Ledger } from '../power/ledger.ts';
import { nextSchema } from '../power/next-schema.ts';
import { makeOldVault } from '../power/old-vault.ts';
import { NOON, OLD } from '../power/places.ts';
import { Typist } from '../power/typist.ts';
import { Random } from '../support/random.ts';
import { runVictim, type Change } from './cycle.ts';
import type { Phase } from './phases.ts';

/** One disk lives through so many kills before a new one is taken, so that it stays small. */
const KILLS_PER_DISK = 8;
/** A strike that came to nothing, because this time the phase was shorter, is tried again with another. */
const MOST_TRIES = 3;

export interface Killed {
  readonly phase: string;
  /** Of the victim, or the number of the change where the whole program is killed. */
  readonly seed: number;
  /** Null when nobody struck. */
  readonly change: Change | null;
  readonly acknowledged: number;
  readonly findings: readonly Finding[];
}

/** Kills victims inside one phase, again and again on the same disk, and looks at everything after each kill. */
export class Campaign implements Disposable {
  readonly #phase: Phase;
  readonly #random: Random;
  readonly #within = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'galley-kill-'));
  #ledger = new Ledger();
  #kills = 0;
  /** There is nothing left to migrate. */
  #isSpent = false;
  /** The changes of the phase when nobody strikes: where a kill may be. */
  #changes: readonly Change[] | undefined;

  /** `among` strikes at one of these changes, both included, without counting them before. */
  constructor(
    phase: Phase,
    { seed, among }: { readonly seed: number; readonly among?: { readonly from: number; readonly to: number } },
  ) {
    this.#phase = phase;
    this.#random = new Random(seed);
    if (among === undefined) return;
    const numbers = Array.from({ length: among.to - among.from + 1 }, (_, index) => among.from + index);
    this.#changes = numbers.map((number) => ({ number, op: '', file: '' }));
  }

  /** One kill inside the phase. */
  async cycle(): Promise<Killed> {
    this.#changes ??= await this.#count();
    const left = this.#kills > 0 && this.#kills % KILLS_PER_DISK === 0 ? await this.#leftAfterAll() : [];
    if (this.#isSpent || this.#kills % KILLS_PER_DISK === 0) this.#newDisk();
    let killed = await this.#strike(this.#changes);
    for (let tries = 1; killed.change === null && killed.findings.length === 0 && tries < MOST_TRIES; tries += 1) {
      if (this.#isSpent) this.#newDisk();
      killed = await this.#strike(this.#changes);
    }
    this.#kills += 1;
    return { ...killed, findings: [...left, ...killed.findings] };
  }

  [Symbol.dispose](): void {
    rmSync(this.#within, { recursive: true, force: true });
  }

  async #count(): Promise<readonly Change[]> {
    this.#newDisk();
    const { changes } = await runVictim(this.#within, {
      phase: this.#phase,
      seed: this.#random.below(2 ** 31),
      strike: { at: 0, isHalf: false },
    });
    if (changes.length === 0) throw new Error(`Nothing is ever changed inside ${this.#phase}.`);
    return changes;
  }

  /** After all kills on a disk somebody does the same in peace: nothing half-made is left then. */
  async #leftAfterAll(): Promise<readonly Finding[]> {
    const seed = this.#random.below(2 ** 31);
    await runVictim(this.#within, { phase: this.#phase, seed, strike: { at: 0, isHalf: false } });
    return leftovers(this.#disk).map((detail) => ({ kind: 'leftover', vault: '', detail }));
  }

  async #strike(changes: readonly Change[]): Promise<Killed> {
    const random = this.#random;
    // A flush is one change among hundreds of writes: every kind of change is struck as often as the others.
    const kind = random.oneOf([...new Set(changes.map(({ op, file }) => `${op} ${file}`))]);
    const { number } = random.oneOf(changes.filter(({ op, file }) => `${op} ${file}` === kind));
    const seed = random.below(2 ** 31);
    const {
      told,
      changes: struck,
      end,
    } = await runVictim(this.#within, {
      phase: this.#phase,
      seed,
      strike: { at: number, isHalf: random.chance(30) },
    });
    for (const line of told) this.#ledger.read(line);
    const findings = [...(await this.#look()), ...this.#migrateAgain()];
    return {
      phase: this.#phase,
      seed,
      change: end === 'killed' ? (struck[0] ?? null) : null,
      acknowledged: this.#ledger.acknowledged,
      findings,
    };
  }

  /** Half of the time at a copy, so that the next victim finds the disk as the kill has left it. */
  async #look(): Promise<readonly Finding[]> {
    // An old vault is not to be changed by anything but its migration.
    const isCopy = this.#phase === 'migration' || this.#random.chance(50);
    const folder = isCopy ? join(this.#within, 'copy') : this.#disk;
    if (isCopy) cpSync(this.#disk, folder, { recursive: true });
    try {
      const { findings, counts } = await judge(folder, this.#ledger);
      for (const [vault, found] of counts) this.#ledger.settleOn(vault, found);
      return findings;
    } finally {
      if (isCopy) rmSync(folder, { recursive: true, force: true });
    }
  }

  /** However often a migration was cut short, the next build can make it, and one copy of the old file is enough. */
  #migrateAgain(): readonly Finding[] {
    if (this.#phase !== 'migration') return [];
    const copy = join(this.#within, 'migrated');
    cpSync(join(this.#disk, OLD), copy, { recursive: true });
    try {
      const db = openDatabase(join(copy, FILE_NAME), { purpose: 'write' });
      try {
        this.#isSpent = readNumber(db, 'user_version') === nextSchema.number;
        migrate(db, { vaultId: '', account: 'local', at: NOON }, [...migrations, nextSchema]);
        const schema = readNumber(db, 'user_version');
        if (schema !== nextSchema.number) return [finding(`the schema stays ${schema}`)];
      } finally {
        db.close();
      }
      const copies = readdirSync(copy).filter((name) => name.startsWith('before-migration-'));
      return copies.length > migrations.length ? [finding(`copies gather: ${copies.join(', ')}`)] : [];
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }

  get #disk(): string {
    return join(this.#within, 'disk');
  }

  #newDisk(): void {
    rmSync(this.#disk, { recursive: true, force: true });
    mkdirSync(this.#disk);
    this.#ledger = new Ledger();
    this.#isSpent = false;
    if (this.#phase !== 'migration') return;
    const typist = new Typist(this.#random);
    const changes = [typist.begin({ rows: 6 }), ...Array.from({ length: 150 }, () => typist.step())];
    makeOldVault(join(this.#disk, OLD), changes, { vaultId: this.#random.uuid(), at: NOON });
    for (const [number, change] of changes.entries()) {
      this.#ledger.read({ what: 'asked', number, vault: OLD, change });
      this.#ledger.read({ what: 'acknowledged', number });
    }
  }
}

const finding = (detail: string): Finding => ({ kind: 'damaged', vault: OLD, detail });
