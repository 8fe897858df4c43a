import * as Y from 'yjs';

/** A script's document read without the model, by the letter of its shape. */
export interface RawScript {
  readonly rows: Readonly<Record<string, RawEntry>>;
  readonly scenes: Readonly<Record<string, RawEntry>>;
}

export interface RawEntry {
  readonly scene: string | undefined;
  readonly order: string;
  /** Who, when and what they had seen: together they name one mark. */
  readonly mark: string | null;
}

export function rawScript(doc: Y.Doc): RawScript {
  return { rows: entries(doc.getMap('rows')), scenes: entries(doc.getMap('scenes')) };
}

function entries(root: Y.Map<unknown>): Record<string, RawEntry> {
  const found: Record<string, RawEntry> = {};
  for (const [id, map] of root.entries()) {
    if (!(map instanceof Y.Map)) continue;
    // A move whose other half is still on its way has taken the old place with it already.
    const place: { scene?: string; order: string } = map.get('place') ?? { order: '' };
    const deleted: { by: string; at: number; seen: readonly number[] } | null | undefined = map.get('deleted');
    const mark =
      deleted === null || deleted === undefined ? null : `${deleted.by}@${deleted.at} ${String(deleted.seen)}`;
    found[id] = { scene: place.scene, order: place.order, mark };
  }
  return found;
}

const WORDS = /[\ue000-\uf8ff]/g;

/** Every typed character by where it stands: `id:video`, `id:audio`, `id:speaker`, `id:heading`. */
export function readWords(doc: Y.Doc): Map<string, string> {
  const words = new Map<string, string>();
  for (const [id, row] of doc.getMap<Y.Map<unknown>>('rows').entries()) {
    for (const kind of ['video', 'audio']) words.set(`${id}:${kind}`, wordsOf(row.get(kind)));
    const speaker = row.get('speaker');
    words.set(`${id}:speaker`, typeof speaker === 'string' ? (speaker.match(WORDS)?.join('') ?? '') : '');
  }
  for (const [id, scene] of doc.getMap<Y.Map<unknown>>('scenes').entries()) {
    words.set(`${id}:heading`, wordsOf(scene.get('heading')));
  }
  return words;
}

function wordsOf(type: unknown): string {
  if (type instanceof Y.XmlFragment) return type.toArray().map(wordsOf).join('');
  if (!(type instanceof Y.Text)) return '';
  let text = '';
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) text += item.content.str;
  }
  return text.match(WORDS)?.join('') ?? '';
}
