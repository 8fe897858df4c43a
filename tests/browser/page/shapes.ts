import * as Y from 'yjs';

interface BlockShape {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly runs: readonly { readonly insert: unknown; readonly attributes?: Readonly<Record<string, unknown>> }[];
}

/** A cell's whole content, known or not, as plain data that can be compared. */
export function shapeOf(fragment: Y.XmlFragment): BlockShape[] {
  return fragment.toArray().map((block) => ({
    name: block instanceof Y.XmlElement ? block.nodeName : 'text',
    attributes: block instanceof Y.XmlElement ? block.getAttributes() : {},
    runs:
      block instanceof Y.XmlElement
        ? block.toArray().flatMap((text) => (text instanceof Y.XmlText ? text.toDelta() : []))
        : [],
  }));
}

/** Only what this build does not know, each once: nodes, embeds, attributes and marks with their values. */
export function unknownPartsOf(fragment: Y.XmlFragment): readonly string[] {
  const parts = shapeOf(fragment).flatMap((block) => [
    ...(block.name === 'paragraph' ? [] : [block]),
    ...(Object.keys(block.attributes).length > 0 ? [block.attributes] : []),
    ...block.runs.flatMap(({ insert, attributes = {} }) => [
      ...(typeof insert === 'string' ? [] : [insert]),
      ...Object.entries(attributes).filter(([name]) => /^(tempo|note)/.test(name)),
    ]),
  ]);
  // A run that was cut in two carries its marks twice.
  return [...new Set(parts.map((part) => JSON.stringify(part)))];
}
