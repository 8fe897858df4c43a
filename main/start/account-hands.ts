import type { AccountHands } from '../account/account-hands.ts';
import type { Windows } from '../windows/windows.ts';
import type { HouseSwitch } from './house-switch.ts';
import type { House } from './house.ts';
import type { OtherVaults } from './other-vaults.ts';

export interface AccountHandsParts {
  readonly houses: HouseSwitch<House>;
  readonly windows: Windows;
  readonly otherVaults: OtherVaults;
  readonly openExternal: (href: string) => Promise<void>;
  readonly comeForward: () => void;
}

/** What accounts may do to vaults and windows. */
export function accountHands(parts: AccountHandsParts): AccountHands {
  const { houses, windows, otherVaults, openExternal, comeForward } = parts;
  return {
    show: (account) => houses.show(account),
    unsent: async (account) => {
      if (account === houses.account) return (await houses.house).vault.belongings.unsent();
      return otherVaults.use(account, (vault) => vault.belongings.unsent());
    },
    scripts: () => null,
    tell: (state) => windows.broadcast('account.changed', state),
    openBrowser: openExternal,
    comeForward,
  };
}
