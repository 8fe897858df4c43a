import * as Y from 'yjs';

/** A stretch of a cell's text, in UTF-16 units of what `cellText` answers. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What in a cell was written beyond `seen`: the words that a deleter did not know. In order, touching ones joined. */
export function unseenStretches(cell: Y.XmlFragment, seen: readonly number[]): readonly Stretch[] {
  const known = new Map<number, number>();
  for (let i = 0; i + 1 < seen.length; i += 2) known.set(seen[i] ?? 0, seen[i + 1] ?? 0);
  const stretches: Stretch[] = [];
  let at = 0;
  const pass = (length: number, firstUnseen: number): void => {
    const last = stretches.at(-1);
    const from = at + Math.min(length, Math.max(0, firstUnseen));
    at += length;
    if (from === at) return;
    if (last?.to === from) stretches[stretches.length - 1] = { from: last.from, to: at };
    else stretches.push({ from, to: at });
  };
  const visit = (type: Y.XmlFragment | Y.XmlText): void => {
    for (let item = type._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      const { client, clock } = item.id;
      const firstUnseen = (known.get(client) ?? 0) - clock;
      if (item.content instanceof Y.ContentString) pass(item.content.str.length, firstUnseen);
      if (!(item.content instanceof Y.ContentType)) continue;
      const child = item.content.type;
      // Blocks are told apart by a line feed that nobody typed.
      if (type === cell && item.prev !== null) pass(1, Infinity);
      if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') pass(1, firstUnseen);
      else if (child instanceof Y.XmlFragment || child instanceof Y.XmlText) visit(child);
    }
  };
  visit(cell);
  return stretches;
}
