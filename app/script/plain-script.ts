import * as Y from 'yjs';
import type { RowId, SceneId } from '../ids.ts';
import { rootsOf } from './address.ts';
import { bornRow, bornScene, splitRow, type RowContent } from './births.ts';
import { readCell, type CellContent } from './content.ts';
import { FORMAT } from './format.ts';
import type { Dispute, OutlineRow } from './outline.ts';
import { MAX_BATCH_BYTES } from './limits.ts';
import { Orders } from './place.ts';
import { readSeconds, readValues } from './row-values.ts';
import { ScriptIndex } from './script-index.ts';
import type { Surroundings } from './surroundings.ts';
import { readSettings, type Layout, type ScriptSettings } from './settings.ts';
import { timingOf, type Timing } from './timing.ts';

/** Everything visible of a script as plain values: what export, search, previews and duplicates read. */
export interface PlainScript extends ScriptSettings, Timing {
  /** In order. Rows before the first scene come first, in a scene whose id, number and heading are null. */
  readonly scenes: readonly PlainScene[];
}

export interface PlainScene extends Timing {
  readonly id: SceneId | null;
  readonly number: number | null;
  readonly heading: string | null;
  readonly dispute: Dispute | null;
  readonly rows: readonly PlainRow[];
}

export interface PlainRow extends Timing {
  readonly id: RowId;
  readonly number: number | null;
  readonly dispute: Dispute | null;
  readonly video: CellContent;
  readonly audio: CellContent;
  readonly speaker: string | null;
  readonly secondsSet: number | null;
}

/** What a new script is built from. A PlainScript is one, so that a duplicate needs nothing else. */
export interface ScriptContent {
  readonly layout?: Layout;
  readonly wordsPerMinute?: number;
  readonly targetSeconds?: number | null;
  readonly scenes: readonly SceneContent[];
}

export interface SceneContent {
  /** Null: these rows stand before the first scene. Only the first may be null. */
  readonly heading: string | null;
  readonly rows: readonly RowContent[];
}

export function readScript(doc: Y.Doc): PlainScript {
  const roots = rootsOf(doc);
  const index = new ScriptIndex(roots);
  const settings = readSettings(roots.script);
  const outline = index.outline();
  const timing = timingOf(
    outline,
    (rowId) => index.words(rowId),
    (rowId) => readSeconds(index.map(rowId)),
    settings.wordsPerMinute,
  );
  const cell = (rowId: RowId, kind: 'video' | 'audio'): CellContent => {
    const fragment = index.map(rowId)?.get(kind);
    return fragment instanceof Y.XmlFragment ? readCell(fragment) : [];
  };
  const plainRow = ({ id, number, dispute }: OutlineRow): PlainRow => ({
    id,
    number,
    dispute,
    video: cell(id, 'video'),
    audio: cell(id, 'audio'),
    ...readValues(index.map(id)),
    ...timing.row(id),
  });
  const opening: readonly PlainScene[] =
    outline.opening.length === 0
      ? []
      : [
          {
            id: null,
            number: null,
            heading: null,
            dispute: null,
            ...timing.scene(null),
            rows: outline.opening.map(plainRow),
          },
        ];
  const scenes = outline.scenes.map(({ id, number, dispute, rows }): PlainScene => {
    const heading = index.map(id)?.get('heading');
    return {
      id,
      number,
      heading: heading instanceof Y.Text ? heading.toJSON() : '',
      dispute,
      ...timing.scene(id),
      rows: rows.map(plainRow),
    };
  });
  return { ...settings, ...timing.total, scenes: [...opening, ...scenes] };
}

/**
 * A new script's document as updates to be applied in order, each below the log's cap of 1 MiB. Every row and scene gets
 * a new id, so that a duplicate shares nothing with its source. `clientId` fixes the bytes of templates.
 */
export function buildScript(
  { layout = 'av', wordsPerMinute, targetSeconds, scenes }: ScriptContent,
  { newId }: Pick<Surroundings, 'newId'>,
  { clientId }: { readonly clientId?: number } = {},
): readonly Uint8Array[] {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  const { rows, scenes: sceneMap, script } = rootsOf(doc);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const orders = new Orders(newId);
  const sceneOrders = orders.after(undefined, [], scenes.length);
  doc.transact(() => {
    script.set('schema', FORMAT);
    script.set('layout', layout);
    if (wordsPerMinute !== undefined) script.set('wordsPerMinute', wordsPerMinute);
    if (targetSeconds !== undefined && targetSeconds !== null) script.set('targetSeconds', targetSeconds);
  });
  for (const [i, { heading, rows: contents }] of scenes.entries()) {
    const sceneId = heading === null ? null : newId();
    const order = sceneOrders[i];
    doc.transact(() => {
      if (sceneId !== null && order !== undefined) put(sceneMap, sceneId, bornScene({ order }, heading ?? ''));
    });
    const whole = contents.flatMap(splitRow);
    const rowOrders = orders.after(undefined, [], whole.length);
    for (const [j, content] of whole.entries()) {
      const rowOrder = rowOrders[j];
      if (rowOrder === undefined) continue;
      const place = sceneId === null ? { order: rowOrder } : { scene: sceneId, order: rowOrder };
      doc.transact(() => put(rows, newId(), bornRow(place, content)));
    }
  }
  doc.destroy();
  return joined(updates);
}

/** Never hidden, and written down as such: see Deletion. */
function put(root: Y.Map<unknown>, id: string, map: Y.Map<unknown>): void {
  map.set('deleted', null);
  root.set(id, map);
}

/** Merges neighbours while they stay well below the cap. */
function joined(updates: readonly Uint8Array[]): readonly Uint8Array[] {
  const groups: Uint8Array[][] = [];
  let bytes = Infinity;
  for (const update of updates) {
    if (bytes + update.byteLength > MAX_BATCH_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    bytes += update.byteLength;
    groups.at(-1)?.push(update);
  }
  return groups.map((group) => Y.mergeUpdates(group));
}
