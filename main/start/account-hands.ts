import type { AccountKey } from '../../app/ipc/account.ts';
import type { AccountHands } from '../account/account-hands.ts';
import type { Vault } from '../vault/vault.ts';
import type { Windows } from '../windows/windows.ts';
import type { HouseSwitch } from './house-switch.ts';
import type { House } from './house.ts';
import { unsentScripts } from './unsent-scripts.ts';

export interface AccountHandsParts {
  readonly houses: HouseSwitch<House>;
  readonly windows: Windows;
  readonly openVault: (account: AccountKey) => Promise<Vault>;
  readonly openExternal: (href: string) => Promise<void>;
  readonly comeForward: () => void;
}

/** What accounts may do to vaults and windows. */
export function accountHands(parts: AccountHandsParts): AccountHands {
  const { houses, windows, openVault, openExternal, comeForward } = parts;
  return {
    show: (account) => houses.show(account),
    unsent: async (account) => {
      if (account === houses.account) return unsentScripts((await houses.house).vault);
      await houses.left;
      await using vault = await openVault(account);
      return await unsentScripts(vault);
    },
    scripts: () => null,
    tell: (state) => windows.broadcast('account.changed', state),
    openBrowser: openExternal,
    comeForward,
  };
}
