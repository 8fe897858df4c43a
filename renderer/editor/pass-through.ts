import { Extension, Mark, type Extensions } from '@tiptap/core';
import type { UnknownContent } from './cell-content-scan.ts';

/** Schema parts that carry unknown marks and attributes through an editing session untouched. */
export function passThrough(unknown: UnknownContent): Extensions {
  const marks = [...unknown.marks].map(([name, shape]) =>
    Mark.create({
      name,
      inclusive: false,
      // y-tiptap writes `name--hash` exactly for marks that do not exclude themselves.
      excludes: shape.overlapping ? '' : name,
      addAttributes: () =>
        Object.fromEntries(shape.attributes.map((attribute) => [attribute, { default: null, rendered: false }])),
      renderHTML: () => ['span', { 'data-unknown-mark': name }, 0],
      parseHTML: () => [],
    }),
  );
  if (unknown.attributes.size === 0) return marks;
  const attributes = Extension.create({
    name: 'passThroughAttributes',
    addGlobalAttributes: () =>
      [...unknown.attributes].map(([node, names]) => ({
        types: [node],
        attributes: Object.fromEntries(carried(names)),
      })),
  });
  return [attributes, ...marks];
}

const carried = (names: ReadonlySet<string>) =>
  [...names].map(
    (name) => [name, { default: null, rendered: false, keepOnSplit: false, parseHTML: () => null }] as const,
  );
