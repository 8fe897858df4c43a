import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AccountKey, AccountPerson } from '../../app/ipc/account.ts';
import { PersonId } from '../../app/ids.ts';
import { writeDurably } from './durable-file.ts';

/**
 * Which accounts are on this device: one folder each, named by the person's id, with their scripts, their backups and their
 * session in it, and nothing of anybody else's.
 */
export class DeviceAccounts {
  readonly #folder: string;

  /** `<userData>/accounts`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Finishes removals that were cut short. */
  static open(folder: string): DeviceAccounts {
    const accounts = new DeviceAccounts(folder);
    for (const name of accounts.#names()) {
      if (name.startsWith(REMOVING)) rmSync(join(folder, name), { recursive: true, force: true });
    }
    return accounts;
  }

  /** `local` first. */
  list(): readonly AccountKey[] {
    const people = this.#names().map((name) => PersonId.safeParse(name).data);
    return ['local', ...people.filter((id) => id !== undefined)];
  }

  has(account: AccountKey): boolean {
    return account === 'local' || existsSync(this.folderOf(account));
  }

  folderOf(account: AccountKey): string {
    return join(this.#folder, account);
  }

  /** Who an account is, also while nobody is signed in; null for `local`. */
  person(account: AccountKey): AccountPerson | null {
    if (account === 'local') return null;
    const kept = AccountPerson.safeParse(readJson(join(this.folderOf(account), PERSON))).data;
    // A folder that came without its file is theirs all the same.
    return kept?.personId === account ? kept : { personId: account, email: '', name: null };
  }

  /** Makes the account's folder if need be. */
  remember(person: AccountPerson): void {
    writeJson(join(this.folderOf(person.personId), PERSON), person);
  }

  /** Whose scripts Galley shows when it starts. */
  get shown(): AccountKey {
    const { account } = this.#kept();
    return this.has(account) ? account : 'local';
  }

  show(account: AccountKey): void {
    writeJson(join(this.#folder, SHOWN), { ...this.#kept(), account });
  }

  /** Somebody has read that this system keeps no session. */
  get hasReadNotKept(): boolean {
    return this.#kept().hasReadNotKept;
  }

  readNotKept(): void {
    writeJson(join(this.#folder, SHOWN), { ...this.#kept(), hasReadNotKept: true });
  }

  /** For good, scripts and all; out of the list before the first file goes, so that no half of it is ever opened. */
  remove(account: PersonId): void {
    const going = join(this.#folder, `${REMOVING}${account}`);
    renameSync(this.folderOf(account), going);
    rmSync(going, { recursive: true, force: true });
  }

  #kept(): z.output<typeof Shown> {
    return Shown.safeParse(readJson(join(this.#folder, SHOWN))).data ?? { account: 'local', hasReadNotKept: false };
  }

  #names(): readonly string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder) : [];
  }
}

const PERSON = 'person.json';
const SHOWN = 'shown.json';
const REMOVING = 'removing-';
const Shown = z.object({ account: AccountKey, hasReadNotKept: z.boolean().default(false) });

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // missing or damaged: nothing but a name is lost by that
  }
}

function writeJson(path: string, value: unknown): void {
  writeDurably(path, Buffer.from(`${JSON.stringify(value)}\n`));
}
