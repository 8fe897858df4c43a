import assert from 'node:assert/strict';
import * as Y from 'yjs';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import { readChanges } from '../../app/script/script-change.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { Outline } from '../../app/script/outline.ts';
import { readWords, rawScript, type RawScript } from './raw-script.ts';

interface Word {
  readonly author: string;
  /** More than one only in a copy of a row in which two people had undone the same deletion. */
  readonly times: number;
  readonly takenBy: Set<string>;
  /** Whoever restored it after it was taken: what they take back is their own doing. */
  readonly restoredBy: Set<string>;
}

/** What stood in the deleter's document when a mark was made. */
interface Known {
  readonly words: ReadonlyMap<string, string>;
  readonly script: RawScript;
  readonly clocks: ReadonlyMap<number, number>;
}

interface Write {
  readonly client: number;
  readonly clock: number;
  /** Inside the row or scene itself, not only where it stands. */
  readonly inside: boolean;
}

/** A speaker is one value that the last writer sets, not characters that merge. */
const isValue = (holder: string): boolean => holder.endsWith(':speaker');

const timesIn = (text: string, word: string): number => text.split(word).length - 1;

/** The first of the private use characters: each typed character is one that nobody typed before. */
const FIRST_WORD = 0xe000;

/**
 * Remembers beside the model what everybody did: who typed which character where, who took which away, what each deleter
 * knew. It reads documents with a few lines of its own, so that it does not share the model's mistakes.
 */
export class Ledger {
  readonly #words = new Map<string, Map<string, Word>>();
  readonly #shown = new Map<Y.Doc, ReadonlyMap<string, string>>();
  readonly #known = new Map<string, Known>();
  readonly #writes = new Map<string, Write[]>();
  readonly #everMarked = new Set<string>();
  readonly #everThere = new Set<string>();
  #next = FIRST_WORD;

  newWords(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(this.#next++)).join('');
  }

  /** Call once for each new document, after it was filled with what is everybody's. */
  watch(author: string, model: ScriptModel, undo: Y.UndoManager): void {
    const { doc } = model;
    this.#shown.set(doc, readWords(doc));
    for (const id of Object.keys(rawScript(doc).rows)) this.#everThere.add(id);
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      const received = transaction.origin === RECEIVED || transaction.origin === HYDRATED;
      const doing = received ? 'receiving' : undo.undoing ? 'undo' : undo.redoing ? 'redo' : 'typing';
      this.#book(author, doc, doing);
      if (received) return;
      this.#bookWrites(model, transaction);
      this.#bookMarks(doc, transaction.origin);
    });
  }

  #book(author: string, doc: Y.Doc, doing: 'receiving' | 'undo' | 'redo' | 'typing'): void {
    const before = this.#shown.get(doc) ?? new Map<string, string>();
    const after = readWords(doc);
    this.#shown.set(doc, after);
    if (doing === 'receiving') return;
    for (const [holder, text] of after) {
      if (isValue(holder)) continue;
      const old = before.get(holder) ?? '';
      if (old === text) continue;
      const words = this.#words.get(holder) ?? new Map<string, Word>();
      this.#words.set(holder, words);
      for (const word of text) {
        if (old.includes(word)) continue;
        if (doing === 'typing') words.get(word)?.restoredBy.add(author);
        if (words.has(word)) continue;
        assert.equal(doing, 'typing', `${doing} brought a character into ${holder} that nobody typed there`);
        words.set(word, { author, times: timesIn(text, word), takenBy: new Set(), restoredBy: new Set() });
      }
      for (const word of old) {
        const known = words.get(word);
        if (known === undefined || text.includes(word)) continue;
        if (doing === 'undo')
          assert.ok(
            known.author === author || known.restoredBy.has(author),
            `[UNDO] took another person’s character from ${holder}`,
          );
        if (doing === 'redo') {
          assert.ok(known.author === author || known.takenBy.has(author), `redo took a character from ${holder}`);
        }
        known.takenBy.add(author);
      }
    }
    for (const holder of before.keys()) assert.ok(after.has(holder), `${holder} is gone`);
  }

  #bookWrites(model: ScriptModel, { doc, changed, beforeState, afterState }: Y.Transaction): void {
    const clock = afterState.get(doc.clientID) ?? 0;
    if (clock === (beforeState.get(doc.clientID) ?? 0)) return;
    const { places, written } = readChanges(model, changed);
    for (const inside of [true, false]) {
      const { rows, scenes } = inside ? written : places;
      for (const id of [...rows, ...scenes]) {
        const writes = this.#writes.get(id) ?? [];
        this.#writes.set(id, writes);
        writes.push({ client: doc.clientID, clock, inside });
      }
    }
  }

  #bookMarks(doc: Y.Doc, origin: unknown): void {
    const script = rawScript(doc);
    let known: Known | undefined;
    for (const [id, { mark }] of Object.entries({ ...script.rows, ...script.scenes })) {
      this.#everThere.add(id);
      if (mark === null) continue;
      if (!(origin instanceof Object && 'kind' in origin && origin.kind === 'born')) this.#everMarked.add(id);
      if (this.#known.has(`${id} ${mark}`)) continue;
      known ??= { words: readWords(doc), script, clocks: Y.decodeStateVector(Y.encodeStateVector(doc)) };
      this.#known.set(`${id} ${mark}`, this.#renewed(id, mark, known));
    }
  }

  /** A mark that only learnt more, under the same name and time: its first deleter's knowledge is part of it. */
  #renewed(id: string, mark: string, known: Known): Known {
    const [signature = ''] = mark.split(' ');
    const words = new Map(known.words);
    for (const [key, earlier] of this.#known) {
      if (!key.startsWith(`${id} ${signature} `)) continue;
      for (const [holder, text] of earlier.words) words.set(holder, (words.get(holder) ?? '') + text);
    }
    return { ...known, words };
  }

  /** Everything that must hold of a document that has everything all devices did, at any time. */
  audit(doc: Y.Doc, outline: Outline): void {
    const script = rawScript(doc);
    this.#auditWords(readWords(doc));
    this.#auditRows(outline, script);
    this.#auditHidden(doc, outline);
    this.#auditDisputes(outline, script);
  }

  #auditWords(words: ReadonlyMap<string, string>): void {
    for (const [holder, typed] of this.#words) {
      const text = words.get(holder) ?? '';
      for (const [word, { times, takenBy }] of typed) {
        if (takenBy.size > 0) continue;
        assert.equal(timesIn(text, word), times, `a character nobody took is lost or doubled in ${holder}`);
      }
    }
  }

  #auditRows(outline: Outline, script: RawScript): void {
    const shown = outline.rows.map(({ id }) => String(id));
    assert.equal(new Set(shown).size, shown.length, 'a row is shown twice');
    for (const id of this.#everThere) {
      assert.ok(id in script.rows || id in script.scenes, 'a row or scene is gone');
      const row = script.rows[id];
      if (row !== undefined) assert.ok(row.order !== '', 'a row stands nowhere');
      if (row === undefined || this.#everMarked.has(id)) continue;
      if (row.scene !== undefined && this.#everMarked.has(row.scene)) continue;
      assert.ok(shown.includes(id), `row ${id} is not shown though nobody deleted it`);
    }
  }

  #auditHidden(doc: Y.Doc, outline: Outline): void {
    const words = readWords(doc);
    const script = rawScript(doc);
    const shown = new Set<string>([...outline.rows, ...outline.scenes].map(({ id }) => id));
    for (const [id, { mark }] of Object.entries(script.scenes)) {
      if (shown.has(id) || mark === null) continue;
      this.#wasKnown(`${id}:heading`, words, this.#known.get(`${id} ${mark}`));
    }
    for (const [id, { mark, scene }] of Object.entries(script.rows)) {
      if (shown.has(id)) continue;
      const sceneMark = script.scenes[scene ?? '']?.mark ?? null;
      const byScene = mark === null || (scene !== undefined && !shown.has(scene) && !this.#allKnown(id, words, mark));
      const key = byScene ? `${scene} ${sceneMark}` : `${id} ${mark}`;
      const known = this.#known.get(key);
      assert.ok(known, `row ${id} is hidden by nobody`);
      for (const part of ['video', 'audio', 'speaker']) this.#wasKnown(`${id}:${part}`, words, known);
      if (!byScene) continue;
      const then = known.script.rows[id];
      assert.equal(then?.scene, scene, 'a row moved into a deleted scene does not show');
      if (mark === null) assert.equal(then?.mark, null, 'a row brought back in a deleted scene does not show');
    }
  }

  #allKnown(id: string, words: ReadonlyMap<string, string>, mark: string): boolean {
    const known = this.#known.get(`${id} ${mark}`);
    return ['video', 'audio', 'speaker'].every((part) => {
      const then = known?.words.get(`${id}:${part}`) ?? '';
      return (words.get(`${id}:${part}`) ?? '').split('').every((word) => then.includes(word));
    });
  }

  #wasKnown(holder: string, words: ReadonlyMap<string, string>, known: Known | undefined): void {
    const then = known?.words.get(holder) ?? '';
    for (const word of words.get(holder) ?? '') {
      assert.ok(then.includes(word), `${holder} hides a character that whoever deleted it had not seen`);
    }
  }

  /** A dispute needs a quarrel: something written inside that the deleter did not have. */
  #auditDisputes({ rows, scenes }: Outline, script: RawScript): void {
    for (const { id, dispute } of rows) {
      if (dispute !== null)
        this.#hasCause(
          id,
          script.rows[id]?.mark,
          this.#writes.get(id)?.filter(({ inside }) => inside),
        );
    }
    for (const { id, dispute } of scenes) {
      const inside = Object.entries(script.rows).filter(([, { scene }]) => scene === id);
      const writes = [id, ...inside.map(([rowId]) => rowId)].flatMap((each) => this.#writes.get(each) ?? []);
      if (dispute !== null) this.#hasCause(id, script.scenes[id]?.mark, writes);
    }
  }

  #hasCause(id: string, mark: string | null | undefined, writes: readonly Write[] = []): void {
    const clocks = this.#known.get(`${id} ${mark}`)?.clocks ?? new Map<number, number>();
    const cause = writes.some(({ client, clock }) => clock > (clocks.get(client) ?? 0));
    assert.ok(cause, `${id} is disputed, but its deleter had seen all that was written inside`);
  }
}
