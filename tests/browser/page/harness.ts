import type { Editor } from '@tiptap/core';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import type { CommandId } from '../../../app/commands.ts';
import { Failure } from '../../../app/failure.ts';
import { ScriptId, UpdateId, type RowId, type SceneId } from '../../../app/ids.ts';
import type { Peer } from '../../../app/ipc/together.ts';
import type { CellAddress } from '../../../app/script/address.ts';
import { cellText, CELL_KINDS, type CellKind } from '../../../app/script/content.ts';
import { ScriptModel } from '../../../app/script/model.ts';
import { HYDRATED, RECEIVED } from '../../../app/script/origins.ts';
import { Client } from '../../../renderer/client.ts';
import type { AccountKey } from '../../../app/ipc/account.ts';
import { IndexedEmergencyStore, type EmergencyStore } from '../../../renderer/document/emergency-store.ts';
import { OpenScripts } from '../../../renderer/document/open-scripts.ts';
import type { ScriptSession } from '../../../renderer/document/script-session.ts';
import { Changing } from '../../../renderer/document/readable.ts';
import { windowTimers } from '../../../renderer/document/timers.ts';
import { scanCell } from '../../../renderer/editor/cell-content-scan.ts';
import type { ScriptSurfaceHandle } from '../../../renderer/editor/script-surface.tsx';
import { MemoryMain, type MemoryWindow } from '../../support/memory-main.ts';
import { MemoryEmergencyStore } from '../../support/memory-emergency-store.ts';
import { Random } from '../../support/random.ts';
import { surroundingsFrom } from '../../support/surroundings.ts';
import { unwrap, wrap } from '../screens/page-bridge.ts';
import { crowdOf, type CrowdPlace } from './crowd.ts';
import { KeyToPaint } from './key-to-paint.ts';
import { madeScript, withUnknown } from './made-script.ts';
import { shapeOf, unknownPartsOf } from './shapes.ts';
import { play, type Outcome } from './play.ts';

export interface HarnessOptions {
  readonly windows: number;
  readonly isWhole: boolean;
  readonly isReadOnly: boolean;
}

export interface HarnessWindow {
  readonly name: string;
  readonly bridge: MemoryWindow;
  readonly session: ScriptSession;
  readonly messages: string[];
  readonly links: string[];
  /** Bytes of every update this window's document told of, with what made it. */
  readonly updates: { readonly origin: unknown; readonly bytes: number }[];
  handle: ScriptSurfaceHandle | null;
  /** The others, as this window draws them. */
  drawn: Disposable | null;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const SCRIPT = ScriptId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e11');

export async function openHarness(query: URLSearchParams): Promise<Harness> {
  const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);
  const options: HarnessOptions = {
    windows: number('windows', 1),
    isWhole: query.has('whole'),
    isReadOnly: query.has('read-only'),
  };
  const rows = number('rows', 12);
  const main = new MemoryMain();
  const update = madeScript({ rows, rowsPerScene: number('per-scene', 20), wordsPerRow: number('words', 30) });
  const extra = query.has('unknown') ? [withUnknown(update)] : [];
  const script = main.add(SCRIPT, [update, ...extra], 'How the Library of Things works');
  if (options.isReadOnly) script.readOnly = 'newer-format';
  const emergencyStore = new MemoryEmergencyStore();
  const windows: HarnessWindow[] = [];
  for (let index = 0; index < options.windows; index++) {
    const random = new Random(100 + index);
    const bridge = main.window();
    const scripts = OpenScripts.open(new Client(bridge), {
      ...surroundingsFrom(random),
      timers: windowTimers,
      emergencyStore,
      told: () => undefined,
      newUpdateId: () => UpdateId.parse(random.uuid()),
      report: (error) => {
        throw error;
      },
    });
    const session = await scripts.openScript(SCRIPT);
    const updates: HarnessWindow['updates'] = [];
    session.doc.on('update', (bytes, origin) => updates.push({ origin, bytes: bytes.byteLength }));
    windows.push({
      name: `window ${index + 1}`,
      bridge,
      session,
      messages: [],
      links: [],
      updates,
      handle: null,
      drawn: null,
    });
  }
  const harness = new Harness(options, { main, windows, emergencyStore });
  window.harness = harness;
  return harness;
}

/** What tests drive: the windows, another device, and counters. */
export class Harness {
  readonly Y = Y;
  readonly Failure = Failure;
  readonly scanCell = scanCell;
  readonly ySyncPluginKey = ySyncPluginKey;
  readonly peer: ScriptModel;
  readonly errors: string[] = [];
  readonly keys = new KeyToPaint(window);
  /** Who else is here, for every window. */
  readonly others = new Changing<readonly Peer[]>([]);
  readonly options: HarnessOptions;
  readonly main: MemoryMain;
  /** The one that the windows use. */
  readonly emergencyStore: MemoryEmergencyStore;
  readonly windows: readonly HarnessWindow[];
  /** The rows and scenes the script began with, in their first order. */
  readonly rowIds: readonly RowId[];
  readonly sceneIds: readonly SceneId[];

  constructor(
    options: HarnessOptions,
    { main, windows, emergencyStore }: Pick<Harness, 'main' | 'windows' | 'emergencyStore'>,
  ) {
    this.options = options;
    this.emergencyStore = emergencyStore;
    this.main = main;
    this.windows = windows;
    this.peer = new ScriptModel(new Y.Doc(), surroundingsFrom(new Random(999), 'Tomas'));
    Y.applyUpdate(this.peer.doc, Y.encodeStateAsUpdate(this.session.doc), RECEIVED);
    const outline = this.model.outline();
    this.rowIds = outline.rows.map(({ id }) => id);
    this.sceneIds = outline.scenes.map(({ id }) => id);
    window.addEventListener('error', (event) => this.errors.push(String(event.error ?? event.message)));
    window.addEventListener('unhandledrejection', (event) => this.errors.push(String(event.reason)));
  }

  /** Asks an account's emergency store in this page. Bytes travel as lists of numbers. */
  async askStore(account: AccountKey, deed: keyof EmergencyStore, input: unknown): Promise<unknown> {
    const store = new IndexedEmergencyStore(account);
    const ask = store[deed].bind(store) as (input: unknown) => Promise<unknown>;
    return wrap(await ask(unwrap(input)));
  }

  get session(): ScriptSession {
    const [first] = this.windows;
    if (!first) throw new Error('No window is open.');
    return first.session;
  }

  get model(): ScriptModel {
    return this.session.model;
  }

  /** Row `number` of the first order, from 1. */
  row(number: number): RowId {
    const rowId = this.rowIds[number - 1];
    if (rowId === undefined) throw new Error(`There was no row ${number}.`);
    return rowId;
  }

  /** Its number in the first order; 0 for a row that was made later. */
  numberOf(rowId: string | undefined): number {
    return this.rowIds.findIndex((id) => id === rowId) + 1;
  }

  address(number: number, kind: CellKind): CellAddress {
    return { rowId: this.row(number), kind };
  }

  fragment(number: number, kind: CellKind, model: ScriptModel = this.model): Y.XmlFragment {
    const fragment = model.cell(this.address(number, kind));
    if (!fragment) throw new Error(`Row ${number} has no ${kind} cell.`);
    return fragment;
  }

  text(number: number, kind: CellKind = 'audio', model: ScriptModel = this.model): string {
    return cellText(this.fragment(number, kind, model));
  }

  /** The one text of a cell's one block. */
  words(number: number, kind: CellKind, model: ScriptModel = this.model): Y.XmlText {
    const block = this.fragment(number, kind, model).get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error('The cell has no text.');
    return text;
  }

  /** See `crowdOf`. */
  crowd(count: number, at: CrowdPlace): void {
    this.others.set(crowdOf(this, count, at));
  }

  /** The peer does something, and the first window receives it at once. */
  fromPeer(work: (peer: ScriptModel) => void): void {
    this.send();
    work(this.peer);
    this.receive();
  }

  receive(): void {
    const update = Y.encodeStateAsUpdate(this.peer.doc, Y.encodeStateVector(this.session.doc));
    this.windows[0]?.bridge.tell('script.changed', { scriptId: SCRIPT, update });
  }

  send(): void {
    Y.applyUpdate(this.peer.doc, Y.encodeStateAsUpdate(this.session.doc, Y.encodeStateVector(this.peer.doc)), RECEIVED);
  }

  exchange(): void {
    this.receive();
    this.send();
  }

  /** Everything both sides hold, in one string. */
  state(model: ScriptModel = this.model): string {
    const { rows, scenes } = model.outline();
    return JSON.stringify([
      scenes.map(({ id }) => [id, model.headingText(id)]),
      rows.map(({ id, number, dispute }) => [
        id,
        number,
        dispute !== null,
        model.speaker(id),
        ...CELL_KINDS.map((kind) => model.cell({ rowId: id, kind })?.toJSON()),
      ]),
    ]);
  }

  /** The live cell's editor, as TipTap leaves it on its element. */
  view(): EditorView {
    const element = document.querySelector('[contenteditable="true"]');
    if (!element) throw new Error('No cell is live.');
    return (Reflect.get(element, 'editor') as Editor).view;
  }

  liveView(): EditorView | null {
    return document.querySelector('[contenteditable="true"]') ? this.view() : null;
  }

  /** Where the browser shows the caret in the live cell, counted in letters. */
  caret(): string {
    const { focusNode, focusOffset } = getSelection() ?? { focusNode: null, focusOffset: 0 };
    return focusNode ? String(this.view().posAtDOM(focusNode, focusOffset) - 1) : 'none';
  }

  /** What a reader of the log finds in a cell. */
  onDisk(number: number, kind: CellKind = 'audio'): string {
    using model = new ScriptModel(this.main.replay(SCRIPT), surroundingsFrom(new Random(5)));
    return this.text(number, kind, model);
  }

  /** Where the person is: "3 audio 17" is the 17th place in row 3's audio cell; rows made later are row 0. */
  here(): string {
    const field = document.activeElement;
    if (field?.matches('.who-field, .heading-field')) return `${field.className} ${this.numberOf(rowOf(field))}`;
    const live = document.querySelector('[contenteditable="true"]');
    if (live) {
      const kind = live.closest<HTMLElement>('.cell')?.dataset['kind'];
      return `${this.numberOf(rowOf(live))} ${kind} ${this.view().state.selection.head - 1}${this.view().hasFocus() ? '' : ' without focus'}`;
    }
    const selected = [...document.querySelectorAll('.row.is-selected')].map((row) => this.numberOf(rowOf(row)));
    return selected.length > 0 ? `rows ${selected.join()}${field?.matches('.row') ? '' : ' without focus'}` : 'nowhere';
  }

  /** The rows as they stand on the screen, by their first numbers; scenes are parted by a bar. */
  onScreen(): string {
    return [...document.querySelectorAll('.scene')]
      .map((scene) => [...scene.querySelectorAll('.row')].map((row) => this.numberOf(rowOf(row))).join())
      .join(' | ');
  }

  /** The same as the document has it. */
  inDocument(model: ScriptModel = this.model): string {
    return model
      .outline()
      .scenes.map(({ rows }) => rows.map(({ id }) => this.numberOf(id)).join())
      .join(' | ');
  }

  idsOnScreen(): string {
    return [...document.querySelectorAll('.scene')]
      .map((scene) => [...scene.querySelectorAll('.row')].map(rowOf).join())
      .join(' | ');
  }

  /** With the row the person is in, also when somebody has deleted it: that one stays until they leave it. */
  idsInDocument(): string {
    return this.model
      .outline()
      .scenes.map(({ rows }) => rows.map(({ id }) => id).join())
      .join(' | ');
  }

  playAgainstPeer(seed: number, steps: number): Promise<Outcome> {
    return play(this, seed, steps);
  }

  run(command: CommandId): boolean {
    return this.windows[0]?.handle?.run(command) ?? false;
  }

  /** A cell's whole content, unknown parts included, as text that can be compared. */
  shape(number: number, kind: CellKind = 'audio', model: ScriptModel = this.model): string {
    return JSON.stringify(shapeOf(this.fragment(number, kind, model)));
  }

  /** Only what this build does not know: nodes, embeds, attributes and marks with their values. */
  unknownParts(number: number, model: ScriptModel = this.model): unknown {
    return unknownPartsOf(this.fragment(number, 'audio', model));
  }

  /** How many updates this window's document has made by itself since it was opened. */
  madeHere(index = 0): number {
    return this.windows[index]?.updates.filter(({ origin }) => origin !== RECEIVED && origin !== HYDRATED).length ?? -1;
  }

  /** Whether everything the peer wrote has arrived here; what was written here is taken to the peer before. */
  isEqual(): boolean {
    this.send();
    return this.state() === this.state(this.peer);
  }

  /** How many listeners hang on the document, its cells and the history, and how much DOM there is. */
  counts(): Readonly<Record<string, number>> {
    const ofMap = (observers: unknown): number =>
      observers instanceof Map
        ? [...observers.values()].reduce((sum: number, set: Set<unknown>) => sum + set.size, 0)
        : 0;
    const inside = (thing: object, key: string): unknown => Reflect.get(thing, key);
    const cells = this.rowIds.flatMap((rowId) => CELL_KINDS.flatMap((kind) => this.model.cell({ rowId, kind }) ?? []));
    const listenersOf = (cell: object): number =>
      ['_eH', '_dEH'].reduce((sum, key) => sum + (inside(cell, key) as { l: unknown[] }).l.length, 0);
    return {
      document: ofMap(inside(this.session.doc, '_observers')),
      cells: cells.reduce((sum, cell) => sum + listenersOf(cell), 0),
      history: ofMap(inside(this.session.undo.manager, '_observers')),
      nodes: document.getElementsByTagName('*').length,
      editors: document.querySelectorAll('[contenteditable="true"]').length,
    };
  }
}

const rowOf = (node: Element): string | undefined => node.closest<HTMLElement>('.row')?.dataset['row'];
