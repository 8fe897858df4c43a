import * as Y from 'yjs';
import type { RowId } from '../../app/ids.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { FORMAT } from '../../app/script/format.ts';
import type { NewUpdate } from '../../main/vault/protocol.ts';
import { risingUpdateIds } from '../../app/update-ids.ts';
import { Random } from './random.ts';
import { sceneOf } from './written-script.ts';

export interface Typed {
  readonly update: NewUpdate;
  /** When it was typed. */
  readonly at: number;
}

/** A script of a few rows and everything that was typed in it: words, corrections, rows that come and go. One update each. */
export function typedScript({
  seed,
  updates,
  from,
}: {
  readonly seed: number;
  readonly updates: number;
  readonly from: number;
}): Typed[] {
  const random = new Random(seed);
  let at = from;
  const now = (): Date => new Date(at);
  const nextId = risingUpdateIds({ now, newId: () => random.uuid() });
  const typed: Typed[] = [];
  const keep = (bytes: Uint8Array): unknown =>
    typed.push({ update: { updateId: nextId(), format: FORMAT, bytes }, at });
  const doc = new Y.Doc();
  doc.clientID = random.below(2 ** 31);
  for (const update of buildScript(
    sceneOf('Dawn', 'One', 'Two', 'Three'),
    { newId: () => random.uuid() },
    { clientId: random.below(2 ** 31) },
  )) {
    keep(update);
    Y.applyUpdate(doc, update);
  }
  const model = new ScriptModel(doc, { newId: () => random.uuid(), now, author: 'local' });
  doc.on('update', keep);
  let text = textOf(model, random);
  while (typed.length < updates) {
    at += random.chance(2) ? random.below(600_000) : 50 + random.below(250);
    if (random.chance(1)) doc.clientID = random.below(2 ** 31);
    if (random.chance(3)) text = textOf(model, random);
    if (random.below(400) === 0) model.insertRows({ after: anyRow(model, random) }, [{ audio: [{ text: 'New' }] }]);
    else if (random.below(800) === 0) model.deleteRows([anyRow(model, random)]);
    else if (random.chance(15) && text.length > 0) text.delete(random.below(text.length), 1);
    else
      text.insert(
        random.chance(80) ? text.length : random.below(text.length + 1),
        random.oneOf('the boat leaves '.split('')),
      );
  }
  return typed.slice(0, updates);
}

function anyRow(model: ScriptModel, random: Random): RowId {
  return random.oneOf(model.outline().rows).id;
}

function textOf(model: ScriptModel, random: Random): Y.XmlText {
  const block = model.cell({ rowId: anyRow(model, random), kind: 'audio' })?.get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new TypeError('A cell has one block with one text.');
  return text;
}
