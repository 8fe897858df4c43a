import './together.css';
import type { Peer, PresenceId } from '../../app/ipc/together.ts';
import type { Readable } from '../document/readable.ts';
import type { Timers } from '../document/timers.ts';
import type { Board } from '../editor/board.ts';
import { resolvePlace } from './caret-place.ts';
import { DrawnCursor } from './drawn-cursor.ts';

/** How long a name stands beside a caret that has just come into a cell. */
const NAMED_MS = 3_000;

/**
 * Where the others are: carets and selections over the words of live and static cells alike. They follow the document,
 * once a frame at most, and only what is in sight is measured: typing elsewhere costs them nothing.
 */
export class RemoteCursors implements Disposable {
  readonly #board: Board;
  readonly #peers: Readable<readonly Peer[]>;
  readonly #timers: Timers;
  readonly #cursors = new Map<PresenceId, DrawnCursor>();
  readonly #cancels = new Map<PresenceId, () => void>();
  readonly #stack = new DisposableStack();
  readonly #sight: IntersectionObserver;
  readonly #sizes: ResizeObserver;
  #frame = 0;

  private constructor(board: Board, peers: Readable<readonly Peer[]>, timers: Timers) {
    this.#board = board;
    this.#peers = peers;
    this.#timers = timers;
    this.#sight = new IntersectionObserver((entries) => this.#saw(entries), { root: board.surface });
    this.#sizes = new ResizeObserver((entries) => this.#spoil(new Set(entries.map(({ target }) => target))));
  }

  static open(board: Board, peers: Readable<readonly Peer[]>, timers: Timers): RemoteCursors {
    const cursors = new RemoteCursors(board, peers, timers);
    cursors.#listen();
    cursors.#hear();
    return cursors;
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
    cancelAnimationFrame(this.#frame);
    for (const presenceId of this.#cursors.keys()) this.#forget(presenceId);
    this.#sight.disconnect();
    this.#sizes.disconnect();
  }

  #listen(): void {
    const { model, standing, surface } = this.#board;
    const ending = new AbortController();
    this.#stack.defer(() => ending.abort());
    this.#stack.defer(this.#peers.subscribe(() => this.#hear()));
    this.#stack.defer(
      model.onChange(({ cells }) => {
        for (const cursor of this.#cursors.values()) {
          const { place } = cursor.peer;
          if (place !== null && cells.get(place.rowId)?.has(place.cell) === true) this.#soil(cursor);
        }
      }),
    );
    // Rows may be new on the screen, or gone from it.
    this.#stack.defer(this.#board.onArranged(() => this.#soilAll()));
    // A cell that becomes live, or is so no longer, gets new elements for its words.
    this.#stack.defer(standing.focus.subscribe(() => this.#soilAll()));
    surface.addEventListener('pointermove', (event) => this.#point(event), { signal: ending.signal, passive: true });
  }

  #hear(): void {
    const peers = this.#peers.get();
    const here = new Set(peers.map(({ presenceId }) => presenceId));
    for (const presenceId of this.#cursors.keys()) if (!here.has(presenceId)) this.#forget(presenceId);
    for (const peer of peers) {
      const known = this.#cursors.get(peer.presenceId);
      const cursor = known ?? new DrawnCursor(peer);
      const was = known?.peer.place ?? null;
      cursor.peer = peer;
      this.#cursors.set(peer.presenceId, cursor);
      if (known !== undefined && JSON.stringify(was) === JSON.stringify(peer.place)) continue;
      this.#soil(cursor);
      if (was?.rowId !== peer.place?.rowId || was?.cell !== peer.place?.cell) this.#name(cursor);
    }
  }

  #name(cursor: DrawnCursor): void {
    const { presenceId } = cursor.peer;
    this.#cancels.get(presenceId)?.();
    cursor.showName(true, 'is-new');
    this.#cancels.set(
      presenceId,
      this.#timers.after(NAMED_MS, () => cursor.showName(false, 'is-new')),
    );
  }

  #forget(presenceId: PresenceId): void {
    const cursor = this.#cursors.get(presenceId);
    this.#cursors.delete(presenceId);
    this.#cancels.get(presenceId)?.();
    this.#cancels.delete(presenceId);
    if (cursor === undefined) return;
    this.#leaveCell(cursor);
    cursor.remove();
  }

  #soil(cursor: DrawnCursor): void {
    cursor.isDirty = true;
    // Asked for behind the board's own frame, so that the words stand when their carets are measured.
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #soilAll(): void {
    for (const cursor of this.#cursors.values()) this.#soil(cursor);
  }

  #spoil(cells: ReadonlySet<Element>): void {
    for (const cursor of this.#cursors.values()) if (cursor.cell && cells.has(cursor.cell)) this.#soil(cursor);
  }

  #saw(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      for (const cursor of this.#cursors.values()) {
        if (cursor.cell !== target) continue;
        cursor.isInSight = isIntersecting;
        if (isIntersecting) this.#soil(cursor);
      }
    }
  }

  #draw(): void {
    this.#frame = 0;
    const { rows, model, surface } = this.#board;
    const dirty = [...this.#cursors.values()].filter(({ isDirty }) => isDirty);
    for (const cursor of dirty) this.#settleCell(cursor);
    const measured = dirty.map((cursor) => {
      const { place } = cursor.peer;
      const words = place === null ? undefined : rows.row(place.rowId)?.words[place.cell];
      if (place === null || words === undefined) return [cursor, null] as const;
      return cursor.isInSight ? ([cursor, cursor.measure(words, resolvePlace(model, place), surface)] as const) : null;
    });
    for (const found of measured) if (found !== null) found[0].draw(found[1]);
  }

  /** The cell a cursor belongs into is looked at from now on, and the one before no longer. */
  #settleCell(cursor: DrawnCursor): void {
    const { place } = cursor.peer;
    const cell = place === null ? null : (this.#board.rows.row(place.rowId)?.cells[place.cell] ?? null);
    if (cell === cursor.cell) return;
    this.#leaveCell(cursor);
    cursor.remove();
    cursor.cell = cell;
    cursor.isInSight = false;
    if (cell === null) return;
    // Observed anew, so that it is told of also where another cursor is in the same cell.
    this.#sight.unobserve(cell);
    this.#sight.observe(cell);
    this.#sizes.observe(cell);
  }

  #leaveCell(cursor: DrawnCursor): void {
    const { cell } = cursor;
    cursor.cell = null;
    if (cell === null || [...this.#cursors.values()].some((other) => other.cell === cell)) return;
    this.#sight.unobserve(cell);
    this.#sizes.unobserve(cell);
  }

  #point({ clientX, clientY }: PointerEvent): void {
    for (const cursor of this.#cursors.values()) {
      cursor.showName(cursor.isNear(clientX, clientY), 'is-pointed-at');
    }
  }
}
