import * as z from 'zod';
import { Failure } from '../../failure.ts';
import { Title } from '../../ipc/contract.ts';
import { FORMAT } from '../format.ts';

/**
 * A rescue file is a line that names it, a line of JSON about what follows, and then the script's whole state as one V1
 * update, byte for byte: every word, also deleted ones, and who wrote it. Its ending is `.galley-rescue`.
 */
export const RESCUE_ENDING = 'galley-rescue';
const FIRST_LINE = 'galley-rescue 1\n';
const LINE_FEED = 10;
const MAX_HEAD_BYTES = 4_096;

const Head = z.object({ title: Title, format: z.int().min(1), bytes: z.int().min(1), sha256: z.string() });

/** SHA-256 in hexadecimal. */
export type Sha256 = (bytes: Uint8Array) => string;

export interface Rescue {
  readonly title: string;
  /** V1. */
  readonly state: Uint8Array;
}

export function printRescue({ title, state }: Rescue, sha256: Sha256): Uint8Array {
  const head = { title, format: FORMAT, bytes: state.byteLength, sha256: sha256(state) };
  const lines = new TextEncoder().encode(`${FIRST_LINE}${JSON.stringify(head)}\n`);
  const file = new Uint8Array(lines.byteLength + state.byteLength);
  file.set(lines);
  file.set(state, lines.byteLength);
  return file;
}

export function isRescue(content: Uint8Array): boolean {
  return new TextDecoder().decode(content.subarray(0, FIRST_LINE.length)) === FIRST_LINE;
}

/**
 * The state as it was written.
 * @throws Failure `damaged` when a single byte differs, `newer-version` when this Galley cannot read such a script.
 */
export function readRescue(content: Uint8Array, { fileName, sha256 }: { fileName: string; sha256: Sha256 }): Rescue {
  const end = content.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_FEED, FIRST_LINE.length);
  const head = Head.safeParse(parseJson(content.subarray(FIRST_LINE.length, Math.max(end, 0))));
  if (!head.success) throw damaged(fileName);
  const { title, format, bytes, sha256: written } = head.data;
  if (format > FORMAT) throw newer(fileName);
  const state = content.slice(end + 1);
  if (state.byteLength !== bytes || sha256(state) !== written) throw damaged(fileName);
  return { title, state };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // Refused by the schema, with words for the person.
  }
}

const damaged = (fileName: string): Failure =>
  new Failure(
    'damaged',
    `“${fileName}” is not whole any more. It is unchanged, and nothing was imported. Import the Markdown file beside it, or another copy.`,
  );

const newer = (fileName: string): Failure =>
  new Failure(
    'newer-version',
    `“${fileName}” was written by a newer Galley. It is unchanged, and nothing was imported. Update Galley and import it again.`,
  );
