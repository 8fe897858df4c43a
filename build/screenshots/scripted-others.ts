import type { ElectronApplication, Page } from 'playwright-core';
import * as Y from 'yjs';
import { merged } from '../../app/blind/merged.ts';
import { PersonId, ScriptId, type RowId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { PresenceId, type CursorPlace, type Peer } from '../../app/ipc/together.ts';
import { cellText, CELL_KINDS, type CellKind } from '../../app/script/content.ts';
import { FORMAT } from '../../app/script/format.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { DEMO_NOW } from './demo-library.ts';

const DAY_MS = 86_400_000;
const TITLE = 'Everything but the ladder';

const person = (digits: string): PersonId => PersonId.parse(`00000000-0000-4000-8000-0000000000${digits}`);
const ANA = { personId: person('a1'), name: 'Ana Ferreira' };
const TOMAS = { personId: person('b2'), name: 'Tomas Brandt' };
const IDA = { personId: person('c3'), name: 'Ida Lindqvist' };

type Update = AwayLog['updates'][number];

/** One person's copy of a script while they were apart. */
class Desk {
  readonly model: ScriptModel;
  readonly updates: Update[] = [];
  #at = 0;

  constructor(base: Uint8Array, who: PersonId | null, clientId: number) {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    Y.applyUpdate(doc, base);
    const newId = (): string => crypto.randomUUID();
    this.model = new ScriptModel(doc, { author: who ?? 'local', newId, now: () => new Date(this.#at) });
    doc.on('update', (update: Uint8Array) =>
      this.updates.push({ update, isMine: who === null, personId: who, savedAt: this.#at }),
    );
  }

  daysAgo(days: number): this {
    this.#at = DEMO_NOW - days * DAY_MS;
    return this;
  }

  row(words: string): RowId {
    const rows = this.model.outline().rows.map(({ id }) => id);
    const found = rows.find((rowId) => CELL_KINDS.some((kind) => this.#says(rowId, kind).includes(words)));
    if (found === undefined) throw new Error(`No row says "${words}".`);
    return found;
  }

  /** Puts words in the place of others, wherever they stand. */
  write(find: string, say: string): this {
    const rowId = this.row(find);
    const kind = this.#says(rowId, 'audio').includes(find) ? 'audio' : 'video';
    const text = this.text(rowId, kind);
    const at = this.#says(rowId, kind).indexOf(find);
    this.model.doc.transact(() => {
      text.delete(at, find.length);
      text.insert(at, say);
    });
    return this;
  }

  text(rowId: RowId, kind: CellKind): Y.XmlText {
    const block = this.model.cell({ rowId, kind })?.get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new Error('The cell has no text.');
    return text;
  }

  #says(rowId: RowId, kind: CellKind): string {
    const cell = this.model.cell({ rowId, kind });
    return cell === undefined ? '' : cellText(cell);
  }
}

/** Six days in which three people wrote apart, and everybody's updates as they lie in this device's log. */
function sixDays(base: Uint8Array): AwayLog {
  const [me, ana, tomas] = [
    new Desk(base, null, 11),
    new Desk(base, ANA.personId, 12),
    new Desk(base, TOMAS.personId, 13),
  ];
  ana.daysAgo(5.9).write('the one on your right.', 'the one across the street.');
  tomas.daysAgo(4.9).write('early morning', 'just before sunrise').write('forty-six front doors', 'fifty front doors');
  me.daysAgo(4)
    .write('Then bring it back.', 'Then bring it back by Saturday.')
    .write('Tell us.', 'Write its name on the wall.');
  ana.daysAgo(3).write('That’s the whole system.', 'Clean, please. That’s the whole system.');
  me.daysAgo(2.9).write('drills never made', 'drills, one street, never made');
  tomas.daysAgo(2.8).write('never shipped', 'never boxed');
  tomas.model.deleteRows([tomas.row('Something broke?')]);
  ana
    .daysAgo(2.5)
    .model.insertRow(
      { after: ana.row('Find what you need') },
      { video: [{ text: 'A hand writes a name on a paper tag.' }], audio: [{ text: 'You sign for it. That is all.' }] },
    );
  tomas.model.moveRows([tomas.row('Split screen')], { before: tomas.row('Find what you need') });
  const updates = [...me.updates, ...ana.updates, ...tomas.updates].toSorted((a, b) => a.savedAt - b.savedAt);
  return {
    read: 1,
    head: 1 + updates.length,
    readAt: DEMO_NOW - 6 * DAY_MS,
    state: base,
    updates,
    people: [ANA, TOMAS],
  };
}

/** The page's bridge, in what is run there. */
declare const galley: Bridge;

/** A script of its own in which others wrote: main's answers about them are put in place of the real ones. */
export async function writeWithOthers(page: Page, app: ElectronApplication): Promise<ScriptId> {
  const made = await page.evaluate(async (title) => {
    const list = await galley.call('library.list', {});
    const known = list.ok ? list.value.find((script) => script.title === title) : undefined;
    const scriptId = known?.scriptId ?? crypto.randomUUID();
    if (known === undefined)
      await galley.call('library.create', { scriptId: scriptId as never, title, template: 'sample' });
    const opened = await galley.call('script.open', { scriptId: scriptId as never });
    if (!opened.ok) throw new Error(opened.message);
    const { snapshot, updates } = opened.value;
    const bytes = [...(snapshot === null ? [] : [snapshot]), ...updates].map((update) => Array.from(update));
    return { scriptId, bytes, isNew: known === undefined };
  }, TITLE);
  const scriptId = ScriptId.parse(made.scriptId);
  const before = merged(made.bytes.map((bytes) => Uint8Array.from(bytes)));
  if (!made.isNew) {
    await answer(app, 'together.peers', peersIn(before));
    return scriptId;
  }
  const log = sixDays(before);
  const updates = log.updates.map(({ update }) => update);
  await page.evaluate(
    async ({ id, appended, format }) => {
      for (const update of appended) {
        const updateId = crypto.randomUUID() as never;
        await galley.call('script.append', { scriptId: id, updateId, format, update: Uint8Array.from(update) });
      }
    },
    { id: scriptId, appended: updates.map((update) => Array.from(update)), format: FORMAT },
  );
  await answer(app, 'briefing.log', { ...log, state: Array.from(before), updates: log.updates.map(plain) });
  await answer(app, 'together.peers', peersIn(merged([before, ...updates])));
  return scriptId;
}

const plain = ({ update, ...rest }: Update): unknown => ({ ...rest, update: Array.from(update) });

/** Bytes travel as lists of numbers. */
async function answer(
  app: ElectronApplication,
  call: 'briefing.log' | 'together.peers',
  value: unknown,
): Promise<void> {
  await app.evaluate(
    ({ ipcMain }, [name, given]) => {
      const revive = (one: unknown): unknown => {
        if (Array.isArray(one))
          return one.length > 20 && one.every((n) => typeof n === 'number') ? Uint8Array.from(one) : one.map(revive);
        if (typeof one !== 'object' || one === null) return one;
        return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, revive(inner)]));
      };
      ipcMain.removeHandler(`galley:${name}`);
      ipcMain.handle(`galley:${name}`, () => ({ ok: true, value: revive(given) }));
    },
    [call, value] as const,
  );
}

function peersIn(state: Uint8Array): readonly Peer[] {
  const desk = new Desk(state, null, 14);
  const at = (words: string, kind: CellKind, [from, to]: readonly [number, number]): CursorPlace => {
    const rowId = desk.row(words);
    const end = (index: number): string =>
      JSON.stringify(
        Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(desk.text(rowId, kind), index, -1)),
      );
    return { rowId, cell: kind, anchor: end(from), head: end(to) };
  };
  return [
    { ...ANA, presenceId: PresenceId.parse(crypto.randomUUID()), place: at('four hundred things', 'audio', [35, 69]) },
    { ...TOMAS, presenceId: PresenceId.parse(crypto.randomUUID()), place: at('Title on black', 'video', [14, 14]) },
    { ...IDA, presenceId: PresenceId.parse(crypto.randomUUID()), place: at('Find what you need', 'audio', [22, 22]) },
  ];
}
