import type { Peer, PresenceId } from '../../app/ipc/together.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Board } from '../editor/board.ts';

/** What ends it: the person wants to be somewhere themselves. */
const OWN_MOVES = ['keydown', 'wheel', 'touchmove', 'pointerdown'] as const;

/** Follows one of the others through the script: the rows scroll to where they are, the own caret stays where it is. */
export class Following implements Readable<PresenceId | null>, Disposable {
  readonly #peers: Readable<readonly Peer[]>;
  readonly #whom = new Changing<PresenceId | null>(null);
  readonly #stop: () => void;
  #board: Board | null = null;
  #ending: AbortController | null = null;
  #row: string | null = null;

  private constructor(peers: Readable<readonly Peer[]>) {
    this.#peers = peers;
    this.#stop = peers.subscribe(() => this.#look());
  }

  static open(peers: Readable<readonly Peer[]>): Following {
    return new Following(peers);
  }

  /** Until the returned function is called, these are the rows. */
  attach(board: Board): () => void {
    this.#board = board;
    return () => {
      this.end();
      if (this.#board === board) this.#board = null;
    };
  }

  readonly get = (): PresenceId | null => this.#whom.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#whom.subscribe(listener);

  follow(presenceId: PresenceId): void {
    this.end();
    if (this.#board === null) return;
    const ending = new AbortController();
    this.#ending = ending;
    const { signal } = ending;
    const { surface } = this.#board;
    for (const name of OWN_MOVES) {
      const target = name === 'keydown' ? surface.ownerDocument : surface;
      target.addEventListener(name, () => this.end(), { signal, capture: true, passive: true });
    }
    this.#whom.set(presenceId);
    this.#look();
  }

  end(): void {
    this.#ending?.abort();
    this.#ending = null;
    this.#row = null;
    this.#whom.set(null);
  }

  /** Takes the person's eyes to where somebody is; nothing of theirs moves. */
  show({ place }: Peer): boolean {
    if (place === null || this.#board === null) return false;
    this.#board.settle();
    const row = this.#board.rows.row(place.rowId);
    row?.element.scrollIntoView({ block: 'center' });
    return row !== undefined;
  }

  [Symbol.dispose](): void {
    this.end();
    this.#stop();
  }

  #look(): void {
    const whom = this.#whom.get();
    if (whom === null) return;
    const peer = this.#peers.get().find(({ presenceId }) => presenceId === whom);
    if (peer === undefined) return this.end();
    const row = peer.place?.rowId ?? null;
    if (row === null || row === this.#row) return;
    if (this.show(peer)) this.#row = row;
  }
}
