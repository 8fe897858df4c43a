import * as Y from 'yjs';
import type { Random } from './random.ts';

/** What a newer build or a foreign program may have put into a script: nothing of it may be lost or changed here. */
export function addUnknownContent(doc: Y.Doc): void {
  doc.transact(() => {
    doc.getMap('futureMap').set('deep', new Y.Map([['list', [1, { two: 2 }]]]));
    doc.getArray('futureList').push(['x', new Y.Text('typed')]);
    doc.getText('futureText').insert(0, 'words', { glow: { hue: 40 } });
    doc.getMap('script').set('x-frameRate', 25);
    for (const root of ['rows', 'scenes']) {
      for (const map of doc.getMap<Y.Map<unknown>>(root).values()) {
        map.set('x-plain', { nested: [true, null, 1.5, 'é'] });
        map.set('x-text', new Y.Text('a note'));
        map.set('x-fragment', new Y.XmlFragment());
      }
    }
    for (const row of doc.getMap<Y.Map<unknown>>('rows').values()) addUnknownWords(row.get('audio'));
  }, 'a newer build');
}

/** Beside known words: an unknown mark on them, an unknown attribute of their block, an embed, an unknown node. */
function addUnknownWords(cell: unknown): void {
  const block = cell instanceof Y.XmlFragment ? cell.get(0) : undefined;
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (!(cell instanceof Y.XmlFragment) || !(block instanceof Y.XmlElement) || !(text instanceof Y.XmlText)) return;
  text.format(0, 1, { glow: { hue: 40 } });
  text.insertEmbed(1, { kind: 'sparkle' });
  block.setAttribute('x-align', 'centre');
  const node = new Y.XmlElement('x-storyboard');
  node.insert(0, [new Y.XmlText('drawn words')]);
  node.setAttribute('frame', '12');
  cell.insert(1, [node]);
}

/** The unknown parts of a document as plain values, wherever they are. */
export function unknownContent(doc: Y.Doc): unknown {
  const of = (map: Y.Map<unknown>): unknown =>
    ['x-plain', 'x-text', 'x-fragment', 'audio'].map((key) => {
      const value = map.get(key);
      if (value instanceof Y.XmlFragment) return value.toArray().map((child) => child.toJSON());
      return value instanceof Y.Text ? (value.toDelta() as unknown) : value;
    });
  const entries = (root: string): unknown =>
    Object.fromEntries([...doc.getMap<Y.Map<unknown>>(root).entries()].map(([id, map]) => [id, of(map)]));
  return [
    doc.getMap('futureMap').toJSON(),
    doc.getArray('futureList').toJSON(),
    doc.getText('futureText').toDelta(),
    doc.getMap('script').get('x-frameRate'),
    entries('rows'),
    entries('scenes'),
  ];
}

/** Something of a wrong type or shape, plain or Yjs. */
export function nonsense(random: Random): unknown {
  return random.oneOf([
    () => undefined,
    () => null,
    () => random.below(3) - 1,
    () => Number.NaN,
    () => 'text',
    () => true,
    () => new Uint8Array([1, 2, 3]),
    () => [],
    () => [['x']],
    () => ({}),
    () => ({ scene: 5, order: 7 }),
    () => ({ scene: random.uuid(), order: random.oneOf(['', '~', 'B', 'x.A', 'x.B', ',,.', '🎬.B']) }),
    () => ({ by: {}, at: '9', seen: 'all' }),
    () => ({ by: 'x', at: -1, seen: [1, -2, 'a', 9e99] }),
    () => ({ by: 'x', at: 1e300, seen: [1, 2, 3] }),
    () => new Y.Map([['order', 'x.B']]),
    () => new Y.Array(),
    () => new Y.Text('heading?'),
    () => new Y.XmlText('<b>'),
    () => new Y.XmlFragment(),
    () => new Y.XmlElement('paragraph'),
    () => new Y.XmlHook('widget'),
  ])();
}

/** Puts nonsense under known keys of known rows and scenes, and rows and scenes that are nonsense themselves. */
export function addNonsense(doc: Y.Doc, random: Random): void {
  const keys = ['place', 'deleted', 'video', 'audio', 'speaker', 'seconds', 'heading', 'unheard-of'];
  doc.transact(() => {
    for (const root of ['rows', 'scenes']) {
      const map = doc.getMap<unknown>(root);
      for (const entry of map.values()) {
        if (entry instanceof Y.Map && random.chance(70)) entry.set(random.oneOf(keys), nonsense(random));
        if (entry instanceof Y.Map && random.chance(20)) entry.delete(random.oneOf(keys));
      }
      map.set(random.chance(50) ? random.uuid() : random.oneOf(['', 'not-an-id', '__proto__']), nonsense(random));
      if (random.chance(50)) map.set(random.uuid(), new Y.Map([[random.oneOf(keys), nonsense(random)]]));
    }
    for (const key of ['schema', 'layout', 'wordsPerMinute', 'targetSeconds']) {
      if (random.chance(40)) doc.getMap('script').set(key, nonsense(random));
    }
    for (const row of doc.getMap<unknown>('rows').values()) {
      const cell = row instanceof Y.Map ? row.get('audio') : undefined;
      const child = random.chance(50) ? new Y.XmlText('loose') : new Y.XmlElement('x-node');
      if (cell instanceof Y.XmlFragment && random.chance(30)) cell.insert(random.below(cell.length + 1), [child]);
    }
  }, 'by hand');
}
