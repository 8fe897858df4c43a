import type { CommandId } from '../../app/commands.ts';
import type { RowId, SceneId } from '../../app/ids.ts';
import { CELL_KINDS, type CellKind } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { Changing } from '../document/readable.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { ScriptUndo } from '../document/undo.ts';
import { drawColumnHeads } from './column-heads.ts';
import type { Board, Message, Overlay } from './board.ts';
import { CellKeys } from './cell-keys.ts';
import { EmptyScript } from './empty-script.ts';
import { rowOf } from './focus.ts';
import { FreshRows } from './fresh-rows.ts';
import { GripDrag } from './grip-drag.ts';
import { HeadingField } from './heading-field.ts';
import { commandFor } from './keys.ts';
import { listenToSurface, type Listeners } from './listening.ts';
import { LiveCells } from './live-cells.ts';
import { Pointer } from './pointer.ts';
import { Position } from './position.ts';
import { Redrawing } from './redrawing.ts';
import { RowCommands } from './row-commands.ts';
import { RowKeys } from './row-keys.ts';
import { element } from './row-view.ts';
import { RowsOnScreen } from './rows-on-screen.ts';
import { SceneCommands } from './scene-commands.ts';
import { ScriptClipboard } from './script-clipboard.ts';
import { SpeakerField } from './speaker-field.ts';
import { Standing } from './standing.ts';
import { runCommand } from './surface-commands.ts';
import { Walking } from './walking.ts';

export interface ScriptBoardOptions {
  /** The element that scrolls; it is empty. */
  readonly surface: HTMLElement;
  readonly session: ScriptSession;
  /** False while nothing more may be written; the script is then shown as one that is read-only. */
  readonly mayWrite: boolean;
  readonly tell: (message: Message) => void;
  readonly openLink: (href: string) => void;
}

/** The script on screen: every row is plain DOM, one cell at a time is a live editor. It lives outside React. */
export class ScriptBoard implements Board, Disposable {
  readonly surface: HTMLElement;
  readonly root = element('div', 'scenes');
  readonly model: ScriptModel;
  readonly undo: ScriptUndo;
  readonly isReadOnly: boolean;
  readonly rows: RowsOnScreen;
  readonly cells: LiveCells;
  readonly standing: Standing;
  readonly commands: Board['commands'];
  readonly position: Position;
  readonly overlay = new Changing<Overlay | null>(null);
  readonly tell: (message: Message) => void;
  readonly openLink: (href: string) => void;
  readonly #script = element('div', 'script');
  readonly #said = element('output', 'hidden said');
  readonly #redrawing: Redrawing;
  readonly #fresh: FreshRows;
  readonly #empty: EmptyScript;
  readonly #listeners: Listeners;
  readonly #movedListeners = new Set<() => void>();
  readonly #arrangedListeners = new Set<() => void>();
  readonly #stack = new DisposableStack();

  private constructor({ surface, session, mayWrite, tell, openLink }: ScriptBoardOptions) {
    this.surface = surface;
    this.model = session.model;
    this.undo = session.undo;
    this.isReadOnly = session.readOnly.get() !== null || !mayWrite;
    this.tell = tell;
    this.openLink = openLink;
    this.rows = new RowsOnScreen(this.root, (view) => {
      for (const kind of CELL_KINDS) this.cells.draw({ rowId: view.id, kind });
    });
    const walking = new Walking(this);
    this.commands = { rows: new RowCommands(this), scenes: new SceneCommands(this) };
    const cellKeys = new CellKeys(this, walking);
    const clipboard = new ScriptClipboard(this);
    this.#fresh = new FreshRows(this.model, this.rows);
    this.cells = new LiveCells({
      model: this.model,
      rows: this.rows,
      hooks: {
        keyDown: (event) => cellKeys.keyDown(event),
        paste: (event) => clipboard.paste(event),
        drop: (event) => clipboard.drop(event),
        copy: (event) => clipboard.copy(event),
        moved: () => {
          this.#fresh.look(this.cells);
          for (const listener of this.#movedListeners) listener();
        },
      },
      sealed: (address) => this.standing.cellWasSealed(address),
    });
    const speaker = new SpeakerField({
      model: this.model,
      rows: this.rows,
      host: this.#script,
      keyDown: (event) => this.#keyInField(event, ['row.', 'scene.']),
      step: (command) => this.undo.step(command),
      leave: (rowId, to) => this.#leaveSpeaker(walking, rowId, to),
    });
    const heading = new HeadingField({
      model: this.model,
      rows: this.rows,
      keyDown: (event) => this.#keyInField(event, ['row.', 'scene.', 'edit.undo', 'edit.redo']),
      leave: (sceneId, to) => this.#leaveHeading(sceneId, to),
    });
    const { model, undo, rows, cells, isReadOnly } = this;
    this.standing = new Standing({ model, undo, rows, cells, speaker, heading, isReadOnly });
    this.#redrawing = this.#stack.use(
      new Redrawing({
        model,
        rows,
        cells,
        surface,
        held: () => rowOf(this.standing.focus.get()),
        arranged: () => this.#arranged(),
      }),
    );
    this.position = this.#stack.use(new Position(this.standing.focus, this.model));
    this.#empty = new EmptyScript(this.#script, () => this.commands.rows.beginScript());
    session.holdReceivedWhile(() => cells.view?.composing === true || heading.isComposing || speaker.isComposing);
    this.#stack.defer(() => session.holdReceivedWhile(() => false));
    this.#stack.defer(undo.attach(this.standing));
    this.#stack.defer(this.standing.focus.subscribe(() => this.#leftRow()));
    this.#listeners = {
      pointer: new Pointer(this),
      grips: new GripDrag(this),
      rowKeys: new RowKeys(this, walking),
      clipboard,
      walking,
    };
  }

  static open(options: ScriptBoardOptions): ScriptBoard {
    const board = new ScriptBoard(options);
    board.#draw();
    board.#stack.use(listenToSurface(board, board.#listeners));
    return board;
  }

  get kinds(): readonly CellKind[] {
    return this.model.settings().layout === 'narration' ? ['audio'] : CELL_KINDS;
  }

  settle(): void {
    this.#redrawing.settle();
  }

  run(id: CommandId): boolean {
    this.settle();
    return runCommand(id, this);
  }

  onMoved(listener: () => void): () => void {
    this.#movedListeners.add(listener);
    return () => void this.#movedListeners.delete(listener);
  }

  onArranged(listener: () => void): () => void {
    this.#arrangedListeners.add(listener);
    return () => void this.#arrangedListeners.delete(listener);
  }

  say(words: string): void {
    this.#said.textContent = words;
  }

  welcome(rowIds: readonly RowId[]): void {
    this.#fresh.add(rowIds);
  }

  /** Draws everything, also what is out of sight: for assistive technology, which reads only what is drawn. */
  showWhole(isWhole: boolean): void {
    this.#script.classList.toggle('is-whole', isWhole);
  }

  goToRow(rowId: RowId): boolean {
    this.settle();
    const view = this.rows.row(rowId);
    if (!view) return false;
    view.element.scrollIntoView({ block: 'center' });
    const [kind] = this.kinds;
    return kind !== undefined && this.standing.enterCell({ rowId, kind }, 'start');
  }

  goToScene(sceneId: SceneId): boolean {
    this.settle();
    const scene = this.rows.scene(sceneId);
    if (!scene) return false;
    scene.section.scrollIntoView({ block: 'start' });
    const [first] = this.model.outline().scene(sceneId)?.rows ?? [];
    const [kind] = this.kinds;
    return !first || (kind !== undefined && this.standing.enterCell({ rowId: first.id, kind }, 'start'));
  }

  /** Back to where the person was, else to the first cell. */
  focus(): void {
    this.settle();
    const { cells, standing } = this;
    const here = standing.focus.get();
    if (cells.view) return cells.view.focus();
    if (here.kind === 'rows') return void standing.selectRows(here.anchor, here.head);
    const [first] = this.model.outline().rows;
    const [kind] = this.kinds;
    if (!first || kind === undefined) return this.#empty.focus();
    standing.enterCell({ rowId: first.id, kind }, 'start');
  }

  [Symbol.dispose](): void {
    this.standing.leave();
    this.#stack.dispose();
    this.surface.replaceChildren();
  }

  #draw(): void {
    this.#script.append(drawColumnHeads(), this.root);
    this.surface.append(this.#script, this.#said);
    this.#redrawing.arrange();
  }

  #arranged(): void {
    const { rows, scenes } = this.model.outline();
    this.#script.classList.toggle('is-narration', this.model.settings().layout === 'narration');
    this.#empty.show(rows.length === 0 && scenes.length === 0 && !this.isReadOnly);
    this.position.look();
    this.#fresh.show();
    for (const listener of this.#arrangedListeners) listener();
    const here = this.standing.focus.get();
    if (here.kind !== 'cell' || this.kinds.includes(here.address.kind)) return;
    // The layout no longer shows the cell the person was in.
    this.standing.enterCell({ rowId: here.address.rowId, kind: 'audio' }, 'end');
  }

  /** A row that was held for the person goes when they leave it. */
  #leftRow(): void {
    const held = rowOf(this.standing.focus.get());
    const outline = this.model.outline();
    const isShown = this.rows.layout.sections.every((section) =>
      section.rows.every((rowId) => rowId === held || outline.indexOf(rowId) !== -1),
    );
    if (!isShown) this.#redrawing.arrange();
    if (held === null && outline.rows.length === 0) this.#empty.focus();
  }

  #keyInField(event: KeyboardEvent, known: readonly string[]): boolean {
    const command = commandFor(event);
    return command !== null && known.some((start) => command.startsWith(start)) && this.run(command);
  }

  #leaveSpeaker(walking: Walking, rowId: RowId, to: 'words' | 'before' | 'above' | 'below'): void {
    const words = { rowId, kind: 'audio' } as const;
    if (to === 'words') this.standing.enterCell(words, 'start');
    else if (to === 'before') {
      if (!walking.sideways(words, -1, 'end')) this.standing.enterCell(words, 'start');
    } else if (!walking.vertically(words, to === 'below' ? 1 : -1)) this.standing.enterCell(words, 'start');
  }

  #leaveHeading(sceneId: SceneId, to: 'rows' | 'above'): void {
    const outline = this.model.outline();
    const [first] = outline.scene(sceneId)?.rows ?? [];
    const above = first && to === 'above' ? outline.rows[outline.indexOf(first.id) - 1] : undefined;
    const [kind] = this.kinds;
    if (kind === undefined) return;
    if (above) this.standing.enterCell({ rowId: above.id, kind }, 'end');
    else if (first) this.standing.enterCell({ rowId: first.id, kind }, 'start');
    else this.commands.rows.addFirst(sceneId);
  }
}
