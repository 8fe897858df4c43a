import type { ScriptId } from '../../app/ids.ts';
import type { Output } from '../../app/ipc/contract.ts';
import type { LocalScripts } from '../ipc/project-calls.ts';
import type { Vault } from '../vault/vault.ts';
import type { OtherVaults } from './other-vaults.ts';

type Listed = Output<'projects.local-scripts'>;

/**
 * The scripts of no account, for an account that is shown. Nobody else changes them meanwhile, so they are looked for
 * once.
 */
export class TakenLocalScripts implements LocalScripts {
  readonly #vaults: Pick<OtherVaults, 'use'>;
  readonly #mine: Pick<Vault, 'belongings'>;
  #listed: Promise<Listed> | null = null;

  constructor(vaults: Pick<OtherVaults, 'use'>, mine: Pick<Vault, 'belongings'>) {
    this.#vaults = vaults;
    this.#mine = mine;
  }

  async list(): Promise<Listed> {
    this.#listed ??= this.#vaults.use('local', async (vault) =>
      (await vault.list()).flatMap(({ scriptId, title, editedAt, words, trashedAt }) =>
        trashedAt === null ? [{ scriptId, title, editedAt, words }] : [],
      ),
    );
    try {
      return await this.#listed;
    } catch (error) {
      this.#listed = null;
      throw error;
    }
  }

  /** @throws Failure `conflict` when the account has a script of that id, `not-found`, `damaged`. */
  async take({ scriptId }: { readonly scriptId: ScriptId }): Promise<void> {
    await this.#vaults.use('local', async (vault) => {
      const script = await vault.belongings.readLog(scriptId);
      // In this order: one that is in both is better than one that is in none.
      await this.#mine.belongings.bring(scriptId, script);
      await vault.trash(scriptId);
    });
    this.#listed = null;
  }
}
