import * as Y from 'yjs';
import { rootsOf } from '../script/address.ts';
import { CELL_KINDS } from '../script/content.ts';
import { readPlace } from '../script/place.ts';
import { readScript } from '../script/plain-script.ts';
import { lostWords } from './lost-words.ts';
import type { UpdateParts } from './update-structs.ts';

/** Something that no history of a script may lead to, whatever was done at once on however many devices. */
export interface Fault {
  readonly kind:
    /** Bytes that Yjs cannot read. */
    | 'unreadable'
    /** Updates that wait for one that is not in the log. */
    | 'gap'
    /** A row or scene that was taken out of the document instead of being marked deleted. */
    | 'removed'
    /** A row, scene, cell or heading that was made anew over the old one. */
    | 'replaced'
    /** Characters that nobody deleted and that are gone. */
    | 'lost-words'
    /** A row or scene without a place that can be sorted by. */
    | 'unplaced'
    /** Two rows of one scene, or two scenes, at the very same place. */
    | 'shared-place'
    /** A row that stands twice, or not at all. */
    | 'doubled'
    /** The present code cannot read the document. */
    | 'unreadable-script'
    /** The same updates in another order give another document. */
    | 'diverged'
    /** The stored state is not what its log leads to. */
    | 'snapshot-differs';
  /** Client and clock of what it is about, or a word; never an id or a text. */
  readonly where: string;
}

/** Everything wrong in a document that was built from a log without forgetting what was deleted. */
export function findFaults(doc: Y.Doc, log: readonly UpdateParts[]): readonly Fault[] {
  const { rows, scenes } = rootsOf(doc);
  return [
    ...(doc.store.pendingStructs === null && doc.store.pendingDs === null ? [] : [{ kind: 'gap', where: '' } as const]),
    ...remade(rows, CELL_KINDS),
    ...remade(scenes, ['heading']),
    ...places(rows),
    ...places(scenes),
    ...lostWords(doc, log).map(({ client, from, to }): Fault => ({
      kind: 'lost-words',
      where: `${client}:${from}-${to}`,
    })),
    ...outline(doc),
  ];
}

/** Rows, scenes, cells and headings are made once and never taken away. */
function remade(root: Y.Map<unknown>, children: readonly string[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const item of root._map.values()) {
    if (item.deleted) faults.push({ kind: 'removed', where: nameOf(item) });
    else if (item.left !== null) faults.push({ kind: 'replaced', where: nameOf(item) });
    const map = item.content instanceof Y.ContentType ? item.content.type : undefined;
    for (const key of children) {
      const child = map?._map.get(key);
      if (child !== undefined && !item.deleted && (child.deleted || child.left !== null)) {
        faults.push({ kind: 'replaced', where: nameOf(child) });
      }
    }
  }
  return faults;
}

function places(root: Y.Map<unknown>): readonly Fault[] {
  const faults: Fault[] = [];
  const taken = new Set<string>();
  for (const item of root._map.values()) {
    const map = item.content instanceof Y.ContentType ? item.content.type : undefined;
    if (item.deleted || !(map instanceof Y.Map)) continue;
    const { scene = '', order } = readPlace(map.get('place'));
    const place = `${scene}/${order}`;
    if (order === '') faults.push({ kind: 'unplaced', where: nameOf(item) });
    else if (taken.has(place)) faults.push({ kind: 'shared-place', where: nameOf(item) });
    taken.add(place);
  }
  return faults;
}

function outline(doc: Y.Doc): readonly Fault[] {
  try {
    const ids = readScript(doc).scenes.flatMap(({ rows }) => rows.map(({ id }) => id));
    return new Set(ids).size === ids.length ? [] : [{ kind: 'doubled', where: String(ids.length - new Set(ids).size) }];
  } catch {
    return [{ kind: 'unreadable-script', where: '' }];
  }
}

const nameOf = ({ id }: Y.Item): string => `${id.client}:${id.clock}`;
