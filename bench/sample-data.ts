import * as Y from 'yjs';
import { FORMAT } from '../app/script/format.ts';
import { ScriptId } from '../app/ids.ts';
import { buildScript, type ScriptContent } from '../app/script/plain-script.ts';
import { risingUpdateIds } from '../app/update-ids.ts';
import type { NewUpdate } from '../main/vault/protocol.ts';
import { Random } from '../tests/support/random.ts';

const WORDS =
  `the camera moves slowly over harbour at dawn and a woman opens window we hear gulls far engine starts she says nothing
   boat leaves light falls on old map hands turn page voice over tells how it began wide close cut to kitchen morning radio
   plays song her brother laughs they wait for news rain begins street empties sign reads closed until spring`.split(
    /\s+/,
  );

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => random.oneOf(WORDS)).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A two-column script as people write them: about eight rows a scene, a line or two in each cell, some speakers. */
export function sampleContent(random: Random, rows: number): ScriptContent {
  const scenes = Array.from({ length: Math.ceil(rows / 8) }, (_, index) => ({
    heading: `${random.oneOf(['INT.', 'EXT.'])} ${random.oneOf(WORDS).toUpperCase()} ${index + 1}`,
    rows: Array.from({ length: Math.min(8, rows - index * 8) }, () => ({
      video: [{ text: sentence(random, 5 + random.below(12)) }],
      audio: [{ text: sentence(random, 8 + random.below(30)) }],
      speaker: random.chance(40) ? random.oneOf(['ANA', 'NARRATOR', 'BEN']) : null,
    })),
  }));
  return { scenes };
}

export interface SampleScript {
  readonly scriptId: ScriptId;
  readonly born: readonly Uint8Array[];
  /** One keystroke each, as a person types: runs of letters in one cell, some taken back, then somewhere else. */
  readonly typed: readonly Uint8Array[];
}

/** The same seed gives the same script, byte for byte. */
export function sampleScript({
  seed,
  rows,
  keystrokes,
  sessions = 1,
}: {
  seed: number;
  rows: number;
  keystrokes: number;
  /** Each begins with a client id of its own, as every opening of a script does. */
  sessions?: number;
}): SampleScript {
  const random = new Random(seed);
  const born = buildScript(sampleContent(random, rows), { newId: () => random.uuid() }, { clientId: 1 });
  const doc = new Y.Doc();
  const newClientId = (): number => random.below(2 ** 31) * 2 + random.below(2);
  doc.clientID = sessions === 1 ? 2 : newClientId();
  const perSession = Math.ceil(keystrokes / sessions);
  for (const update of born) Y.applyUpdate(doc, update);
  const cells = Array.from(doc.getMap<Y.Map<Y.XmlFragment>>('rows').values(), (row) => textOf(row.get('audio')));
  const typed: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => typed.push(update));
  let cell = random.oneOf(cells);
  let at = cell.length;
  while (typed.length < keystrokes) {
    if (sessions > 1 && typed.length % perSession === 0) doc.clientID = newClientId();
    if (random.chance(3)) {
      cell = random.oneOf(cells);
      at = random.below(cell.length + 1);
    }
    if (random.chance(12) && at > 0) {
      at -= 1;
      cell.delete(at, 1);
    } else {
      const letter = random.chance(18) ? ' ' : random.oneOf(WORDS).charAt(0);
      cell.insert(at, letter);
      at += 1;
    }
  }
  return { scriptId: ScriptId.parse(random.uuid()), born, typed };
}

function textOf(cell: Y.XmlFragment | undefined): Y.XmlText {
  const block = cell?.get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new TypeError('A cell has one block with one text.');
  return text;
}

/** Updates as they are handed to the vault, each under an id of its own, made as a window makes them. */
export function asNew(updates: readonly Uint8Array[], random: Random): NewUpdate[] {
  const newUpdateId = risingUpdateIds({ now: () => new Date(), newId: () => random.uuid() });
  return updates.map((bytes) => ({ updateId: newUpdateId(), format: FORMAT, bytes }));
}
