import * as Y from 'yjs';

export type Struct = Y.Item | Y.GC | Y.Skip;

interface DeletedRun {
  readonly clock: number;
  readonly len: number;
}

/** One V1 update, taken apart. */
export interface UpdateParts {
  /** Of each client one run without gaps, in the order of the update. An item's neighbours are ids here, not items. */
  readonly structs: readonly Struct[];
  readonly deletes: ReadonlyMap<number, readonly DeletedRun[]>;
}

/** @throws whatever Yjs throws where the bytes are no update. */
export function takeApart(update: Uint8Array): UpdateParts {
  const { structs, ds } = Y.decodeUpdate(update);
  return { structs, deletes: ds.clients };
}

/** The same update again: `takeApart` answers the same of it. */
export function putTogether({ structs, deletes }: UpdateParts): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const sections = sectionsOf(structs);
  encoder.writeLen(sections.length);
  for (const section of sections) {
    const first = section[0]?.id;
    encoder.writeLen(section.length);
    encoder.writeClient(first?.client ?? 0);
    encoder.writeLen(first?.clock ?? 0);
    for (const struct of section) struct.write(encoder, 0);
  }
  encoder.writeLen(deletes.size);
  for (const [client, runs] of deletes) {
    encoder.writeLen(client);
    encoder.writeLen(runs.length);
    for (const { clock, len } of runs) {
      encoder.writeDsClock(clock);
      encoder.writeDsLen(len);
    }
  }
  return encoder.toUint8Array();
}

function sectionsOf(structs: readonly Struct[]): readonly (readonly Struct[])[] {
  const sections: Struct[][] = [];
  let expected: Y.ID | undefined;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (expected?.client === client && expected.clock === clock) sections.at(-1)?.push(struct);
    else sections.push([struct]);
    expected = Y.createID(client, clock + struct.length);
  }
  return sections;
}
