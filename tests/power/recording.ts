/** What witness.c wrote down, as it stands in the file. Names are relative to the recorded folder; '' is the folder. */
export type Entry =
  | { readonly kind: 'created' | 'opened'; readonly handle: number; readonly name: string }
  | { readonly kind: 'written'; readonly handle: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'resized'; readonly handle: number; readonly size: number }
  | { readonly kind: 'flush-began' | 'flush-ended'; readonly handle: number; readonly flush: number }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlinked' | 'folder-made' | 'folder-removed'; readonly name: string }
  | { readonly kind: 'marked'; readonly text: string };

const HEAD_BYTES = 24;

const kinds: Readonly<Record<string, (entry: Raw) => Entry>> = {
  C: ({ handle, name }) => ({ kind: 'created', handle, name }),
  O: ({ handle, name }) => ({ kind: 'opened', handle, name }),
  W: ({ handle, number, bytes }) => ({ kind: 'written', handle, at: number, bytes }),
  R: ({ handle, number }) => ({ kind: 'resized', handle, size: number }),
  B: ({ handle, number }) => ({ kind: 'flush-began', handle, flush: number }),
  E: ({ handle, number }) => ({ kind: 'flush-ended', handle, flush: number }),
  N: ({ name }) => {
    const [from = '', to = ''] = name.split('\0');
    return { kind: 'renamed', from, to };
  },
  U: ({ name }) => ({ kind: 'unlinked', name }),
  M: ({ name }) => ({ kind: 'folder-made', name }),
  X: ({ name }) => ({ kind: 'folder-removed', name }),
  A: ({ bytes }) => ({ kind: 'marked', text: bytes.toString() }),
};

interface Raw {
  readonly handle: number;
  /** A place in a file, a size or the number of a flush. */
  readonly number: number;
  readonly name: string;
  readonly bytes: Buffer;
}

/** @throws RangeError when the file does not end with an entry: its recorder was killed while it wrote. */
export function readRecording(file: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < file.length;) {
    const kind = kinds[String.fromCharCode(file.readUInt8(at))];
    if (kind === undefined) throw new RangeError(`There is no entry at byte ${at} of the recording.`);
    const nameEnd = at + HEAD_BYTES + file.readUInt16LE(at + 2);
    const end = nameEnd + file.readUInt32LE(at + 4);
    if (end > file.length) throw new RangeError('The recording ends inside an entry.');
    entries.push(
      kind({
        handle: Number(file.readBigUInt64LE(at + 8)),
        number: Number(file.readBigUInt64LE(at + 16)),
        name: file.toString('utf8', at + HEAD_BYTES, nameEnd),
        bytes: file.subarray(nameEnd, end),
      }),
    );
    at = end;
  }
  return entries;
}
