import { Failure } from '../../app/failure.ts';
import type { AccountKey } from '../../app/ipc/account.ts';
import type { HandOver } from '../windows/closing.ts';

/** What is moved between: one account's scripts, opened. */
export interface Movable extends AsyncDisposable {
  readonly account: AccountKey;
  /** May go to the server from now on; no other does. */
  connect(): void;
  /** Sends what is on its way, for a bounded time, and goes to the server no more until `connect`. */
  disconnect(): Promise<void>;
}

/** What a move does to windows. */
export interface MovingHands<H extends Movable> {
  /** Opens the scripts of an account. @throws a Failure in words; nothing has changed then. */
  readonly open: (account: AccountKey) => Promise<H>;
  /** Has every window save what is not saved, and answers how that went. */
  readonly handOver: () => Promise<HandOver>;
  /** The session that is there for whoever connects is this account's from then on. Nobody is connected meanwhile. */
  readonly turnTo: (account: AccountKey) => Promise<unknown>;
  /** Puts one window with the library in the place of all there are. Nothing of these is answered any more. */
  readonly renewWindows: () => void;
  /** What a house that was left could not end as it should; its scripts are on disk. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Whose scripts the windows work on, and the way from one account's to another's while the program runs. The other
 * vault is opened first and the windows are asked second, so that a move which cannot be made changes nothing.
 */
export class HouseSwitch<H extends Movable> implements AsyncDisposable {
  readonly #hands: MovingHands<H>;
  #account: AccountKey;
  /** A promise until the first one is open. */
  #house: H | Promise<H>;
  #moving: Promise<void> | null = null;
  /** The end of the house that was left last: whoever ends the program waits for it too. */
  #leaving: Promise<void> = Promise.resolve();
  #isOver = false;

  /** `first` is the account's, may still be opening, and may fail. */
  constructor(account: AccountKey, first: Promise<H>, hands: MovingHands<H>) {
    this.#account = account;
    this.#hands = hands;
    this.#house = first;
    first.then(
      (house) => (this.#house = house),
      () => undefined, // whoever opens it tells the person why
    );
  }

  /** Whose scripts the windows show, or will once they are open. */
  get account(): AccountKey {
    return this.#account;
  }

  /** Resolves when nothing holds the scripts of an account that was left. */
  get left(): Promise<void> {
    return this.#leaving;
  }

  get house(): H | Promise<H> {
    return this.#house;
  }

  /**
   * Resolves when the windows show the account's scripts.
   * @throws Failure `conflict` while a window has edits that it cannot save, `busy` during another move; else what opening
   * the account's scripts fails with. The windows then go on with what they showed.
   */
  async show(account: AccountKey): Promise<void> {
    if (this.#moving !== null || this.#isOver) throw new Failure('busy', ALREADY);
    const moving = this.#move(account);
    this.#moving = moving;
    try {
      await moving;
    } finally {
      this.#moving = null;
    }
  }

  /** Ends what is shown, after a move that is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#moving?.catch(() => undefined); // whoever asked for it is told
    await this.#leaving;
    const last = await Promise.resolve(this.#house).catch(() => null); // it never opened: nothing to end
    await last?.[Symbol.asyncDispose]();
  }

  async #move(account: AccountKey): Promise<void> {
    const { open, turnTo, renewWindows } = this.#hands;
    const before = await this.#house;
    if (before.account === account) return;
    // It may be the very one that is still being closed.
    await this.#leaving;
    await using opened = new AsyncDisposableStack();
    const next = opened.use(await open(account));
    // Before windows are asked: between their answer and their end nothing may wait. What they still save is sent when
    // the account is shown again.
    await this.#disconnect(before);
    try {
      await turnTo(account);
      await this.#flushWindows();
    } catch (error) {
      await turnTo(before.account);
      if (!this.#isOver) before.connect();
      throw error;
    }
    // Nothing waits from here to the end: no window ever asks one account and is answered by another.
    this.#account = account;
    this.#house = next;
    renewWindows();
    opened.move();
    if (!this.#isOver) next.connect();
    this.#leaving = this.#leave(before);
  }

  async #flushWindows(): Promise<void> {
    const answer = this.#isOver ? 'closing' : await this.#hands.handOver();
    if (answer === 'unsaved') throw new Failure('conflict', UNSAVED);
    if (answer === 'closing') throw new Failure('busy', ALREADY);
  }

  async #disconnect(house: H): Promise<void> {
    try {
      await house.disconnect();
    } catch (error) {
      this.#hands.onTrouble(error);
    }
  }

  async #leave(house: H): Promise<void> {
    try {
      await house[Symbol.asyncDispose]();
    } catch (error) {
      this.#hands.onTrouble(error);
    }
  }
}

const UNSAVED =
  'A window has edits that could not be saved, so Galley stays with these scripts. Nothing was changed or lost. Make room on the disk or wait until everything is saved, then try again.';
const ALREADY = 'Galley is busy closing windows or changing accounts. Nothing was changed. Try again in a moment.';
