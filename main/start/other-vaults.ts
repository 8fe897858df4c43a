import type { AccountKey } from '../../app/ipc/account.ts';
import type { Vault } from '../vault/vault.ts';

export interface OtherVaultsParts {
  readonly open: (account: AccountKey) => Promise<Vault>;
  /** Resolves when nothing holds the scripts of an account that was left. */
  readonly left: () => Promise<void>;
}

/** Vaults of accounts that are not shown, opened for a moment and one at a time: a vault has one owner. */
export class OtherVaults {
  readonly #parts: OtherVaultsParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: OtherVaultsParts) {
    this.#parts = parts;
  }

  /** Does something with an account's scripts. @throws what opening them fails with */
  use<T>(account: AccountKey, work: (vault: Vault) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      await this.#parts.left();
      await using vault = await this.#parts.open(account);
      return await work(vault);
    });
    this.#last = done.catch(() => undefined); // whoever asked is told; the next one opens its own
    return done;
  }

  /** Opens an account's scripts to be shown, when nothing of this kind is under way. */
  async openToShow(account: AccountKey): Promise<Vault> {
    await this.#last;
    return this.#parts.open(account);
  }
}
