import * as Y from 'yjs';

/** A stretch of a cell's or heading's text that one Yjs client wrote, in UTF-16 units of what `cellText` answers. */
export interface Authored {
  readonly from: number;
  readonly to: number;
  /** Null: the line feed between two blocks, which nobody typed. */
  readonly clientId: number | null;
}

/** Who wrote what, from the first character to the last; neighbours of one client are one stretch. */
export function authorsOf(words: Y.XmlFragment | Y.Text): readonly Authored[] {
  const stretches: Authored[] = [];
  let at = 0;
  const add = (length: number, clientId: number | null): void => {
    const last = stretches.at(-1);
    if (last !== undefined && last.clientId === clientId)
      stretches[stretches.length - 1] = { ...last, to: at + length };
    else stretches.push({ from: at, to: at + length, clientId });
    at += length;
  };
  const visit = (type: Y.XmlFragment | Y.Text): void => {
    for (let item = type._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      if (item.content instanceof Y.ContentString) add(item.content.str.length, item.id.client);
      if (!(item.content instanceof Y.ContentType)) continue;
      const child = item.content.type;
      if (type === words && item.prev !== null) add(1, null);
      if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') add(1, item.id.client);
      else if (child instanceof Y.XmlFragment || child instanceof Y.Text) visit(child);
    }
  };
  visit(words);
  return stretches;
}

/** How many characters each client wrote of what is still there. */
export function shares(stretches: Iterable<Authored>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { from, to, clientId } of stretches) {
    if (clientId !== null) counts.set(clientId, (counts.get(clientId) ?? 0) + to - from);
  }
  return counts;
}
