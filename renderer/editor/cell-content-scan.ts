import * as Y from 'yjs';
import { cellSchema } from './cell-schema.ts';

/**
 * What y-tiptap would delete or strip from a cell if it were bound with this build's schema alone.
 * `attributes` and `marks` can be carried through by generated schema parts (see pass-through.ts).
 */
export interface UnknownContent {
  /** Reasons why the cell must not be bound at all: unknown nodes, embeds, misplaced nodes. */
  readonly sealed: string[];
  readonly attributes: Map<string, Set<string>>;
  readonly marks: Map<string, { readonly overlapping: boolean; readonly attributes: readonly string[] }>;
}

interface NodeJson {
  readonly type: string;
  readonly content?: readonly NodeJson[];
  readonly text?: string;
}

/** y-tiptap's key for a mark that may lie several times over the same text. */
const OVERLAPPING_MARK = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

/** Null when this build knows everything the cell holds. */
export function scanCell(fragment: Y.XmlFragment): UnknownContent | null {
  const found: UnknownContent = { sealed: [], attributes: new Map(), marks: new Map() };
  const content = fragment.toArray().flatMap((child) => readChild(child, found));
  // Known nodes in places the schema forbids are deleted too: the schema itself judges the shape.
  if (found.sealed.length === 0 && fragment.length > 0 && !isWellFormed(content))
    found.sealed.push('misplaced content');
  return found.sealed.length + found.attributes.size + found.marks.size > 0 ? found : null;
}

/** Whether an editor made for `b` can hold what `a` found. */
export function isSameShape(a: UnknownContent | null, b: UnknownContent | null): boolean {
  return shapeOf(a) === shapeOf(b);
}

function shapeOf(unknown: UnknownContent | null): string {
  if (unknown === null) return '';
  const attributes = [...unknown.attributes].map(([node, names]) =>
    JSON.stringify([node, [...names].toSorted(byText)]),
  );
  const marks = [...unknown.marks].map((mark) => JSON.stringify(mark));
  return JSON.stringify([unknown.sealed, attributes.toSorted(byText), marks.toSorted(byText)]);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function isWellFormed(content: readonly NodeJson[]): boolean {
  try {
    cellSchema.nodeFromJSON({ type: 'doc', content }).check();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function readChild(child: unknown, found: UnknownContent): NodeJson[] {
  if (child instanceof Y.XmlText) return readText(child, found);
  if (!(child instanceof Y.XmlElement)) {
    found.sealed.push('something that is neither an element nor text');
    return [];
  }
  const type = cellSchema.nodes[child.nodeName];
  if (!type || type.isText || type === cellSchema.topNodeType) {
    found.sealed.push(`node ${child.nodeName}`);
    return [];
  }
  const known = type.spec.attrs ?? {};
  const strange = Object.keys(child.getAttributes()).filter((name) => !(name in known));
  if (strange.length > 0) {
    found.attributes.set(child.nodeName, new Set([...(found.attributes.get(child.nodeName) ?? []), ...strange]));
  }
  return [{ type: child.nodeName, content: child.toArray().flatMap((grandchild) => readChild(grandchild, found)) }];
}

function readText(text: Y.XmlText, found: UnknownContent): NodeJson[] {
  const content: NodeJson[] = [];
  // An attribute on the text itself (not on a stretch of it) is nothing ProseMirror could hold.
  if (Object.keys(text.getAttributes()).length > 0) found.sealed.push('text with attributes');
  for (const part of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    if (typeof part.insert !== 'string') {
      found.sealed.push('an embedded object');
      continue;
    }
    for (const [key, value] of Object.entries(part.attributes ?? {})) readMark(key, value, found);
    content.push({ type: 'text', text: part.insert });
  }
  return content;
}

function readMark(key: string, value: unknown, found: UnknownContent): void {
  const name = OVERLAPPING_MARK.exec(key)?.[1] ?? key;
  if (typeof value !== 'object' || value === null) {
    found.sealed.push(`mark ${name} with a value that is not an object`);
    return;
  }
  const type = cellSchema.marks[name];
  const attributes = Object.keys(value);
  if (type) {
    const known = Object.keys(type.spec.attrs ?? {});
    if (attributes.some((attribute) => !known.includes(attribute)))
      found.sealed.push(`mark ${name} with unknown attributes`);
    return;
  }
  const earlier = found.marks.get(name);
  if (earlier && earlier.attributes.join() !== attributes.join()) {
    // A generated mark writes every attribute it knows: two shapes under one name cannot both pass byte for byte.
    found.sealed.push(`mark ${name} in two shapes`);
    return;
  }
  found.marks.set(name, { overlapping: name !== key, attributes });
}
