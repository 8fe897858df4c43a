import { Failure } from '../../app/failure.ts';
import type { AccountKey } from '../../app/ipc/account.ts';
import type { HandOver } from '../windows/closing.ts';

/** What is moved between: one account's scripts, opened. */
export interface Movable extends AsyncDisposable {
  readonly account: AccountKey;
  /** May go to the server from now on. Before it there is at most one other that did, and it has ended. */
  connect(): void;
}

/** What a move does to windows. */
export interface MovingHands<H extends Movable> {
  /** Opens the scripts of an account. @throws a Failure in words; nothing has changed then. */
  readonly open: (account: AccountKey) => Promise<H>;
  /** Has every window save what is not saved, and answers how that went. */
  readonly handOver: () => Promise<HandOver>;
  /** The windows take input again. */
  readonly stay: () => void;
  /** Puts one window with the library in the place of all there are. Nothing of these is answered any more. */
  readonly renewWindows: () => void;
  /** What a house that was left could not close; its scripts are on disk. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Whose scripts the windows work on, and the way from one account's to another's while the program runs. The other
 * vault is opened first and the windows are asked second, so that a move which cannot be made changes nothing.
 */
export class HouseSwitch<H extends Movable> implements AsyncDisposable {
  readonly #hands: MovingHands<H>;
  /** A promise until the first one is open. */
  #house: H | Promise<H>;
  #moving: Promise<void> | null = null;
  /** The end of the house that was left last: whoever ends the program waits for it too. */
  #leaving: Promise<void> = Promise.resolve();
  #isOver = false;

  /** `first` may still be opening, and may fail. */
  constructor(first: Promise<H>, hands: MovingHands<H>) {
    this.#hands = hands;
    this.#house = first;
    first.then(
      (house) => (this.#house = house),
      () => undefined, // whoever opens it tells the person why
    );
  }

  get house(): H | Promise<H> {
    return this.#house;
  }

  /**
   * Resolves when the windows show the account's scripts.
   * @throws Failure `busy` while a window has edits that it cannot save, and during another move; else what opening
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
    const { open, handOver, stay, renewWindows } = this.#hands;
    const before = await this.#house;
    if (before.account === account) return;
    await using opened = new AsyncDisposableStack();
    const next = opened.use(await open(account));
    const answer = this.#isOver ? 'closing' : await handOver();
    if (answer !== 'flushed') throw new Failure('busy', answer === 'unsaved' ? UNSAVED : ALREADY);
    // From here to the end of `renewWindows` nothing waits: no window ever asks one account and is answered by another.
    try {
      renewWindows();
    } catch (error) {
      stay();
      throw error;
    }
    this.#house = next;
    opened.move();
    this.#leaving = this.#leave(before);
    await this.#leaving;
    if (!this.#isOver) next.connect();
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
