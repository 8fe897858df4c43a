import type { AccountKey, AccountState } from '../../app/ipc/account.ts';

/** A script with edits that are nowhere but on this device. */
export interface UnsentScript {
  readonly title: string;
  readonly edits: number;
  /** When the oldest of them was saved, in milliseconds since 1970. */
  readonly oldestAt: number;
}

/** What accounts ask of those who own vaults and windows. */
export interface AccountHands {
  /**
   * Shows another account's scripts: windows close theirs, the old vault, engine and client end, `AccountDesk.turnTo` is
   * called, and the new ones open. Does nothing where the account is shown already.
   * @throws Failure `conflict` where a window keeps an edit that is not saved: then everything is as before.
   */
  show(account: AccountKey): Promise<void>;
  /** Of an account that is shown or not. */
  unsent(account: AccountKey): Promise<readonly UnsentScript[]>;
  /** How many scripts an account has here; null when that is not known without opening its vault. */
  scripts(account: AccountKey): number | null;
  /** To every window. */
  tell(state: AccountState): void;
  /** Hands a link to the system's browser. */
  openBrowser(href: string): Promise<void>;
  /** Brings a window to the front, after somebody came back from a browser. */
  comeForward(): void;
}
