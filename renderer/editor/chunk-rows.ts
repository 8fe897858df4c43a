/** 16 is where a key in row 1,000 of 2,000 cost as much as in row 3 of 10; at 64 it cost a third more. */
export const CHUNK_SIZE = 16;

export interface Chunked<Chunk, Row> {
  /** Null: a chunk that is still to be made. */
  readonly chunk: Chunk | null;
  readonly rows: readonly Row[];
}

export interface ChunkOptions<Chunk, Row> {
  readonly chunkOf: (row: Row) => Chunk | null;
  /** The row that must not leave its chunk. */
  readonly still: Row | null;
  readonly size?: number;
}

/**
 * Deals rows, given in order, into chunks so that as many as possible stay where they are. Every chunk holds one to
 * twice `size` rows.
 */
export function chunkRows<Chunk, Row>(rows: readonly Row[], options: ChunkOptions<Chunk, Row>): Chunked<Chunk, Row>[] {
  const { size = CHUNK_SIZE } = options;
  const home = homes(rows, options);
  const dealt: { chunk: Chunk | null; rows: Row[] }[] = [];
  const used = new Set<Chunk>();
  rows.forEach((row, index) => {
    const chunk = home[index] ?? null;
    const open = dealt.at(-1);
    if (open && (chunk === null || chunk === open.chunk || used.has(chunk))) open.rows.push(row);
    else {
      if (chunk !== null) used.add(chunk);
      dealt.push({ chunk, rows: [row] });
    }
  });
  return dealt.flatMap((part) => split(part, options.still, size));
}

/** Where each row lies now; rows that lie in the still row's chunk but no longer beside it have to leave it. */
function homes<Chunk, Row>(rows: readonly Row[], { chunkOf, still }: ChunkOptions<Chunk, Row>): (Chunk | null)[] {
  const home = rows.map(chunkOf);
  const at = still === null ? -1 : rows.indexOf(still);
  const reserved = at === -1 ? null : (home[at] ?? null);
  if (reserved === null) return home;
  let [from, to] = [at, at];
  while (home[from - 1] === reserved) from -= 1;
  while (home[to + 1] === reserved) to += 1;
  return home.map((chunk, index) => (chunk === reserved && (index < from || index > to) ? null : chunk));
}

function split<Chunk, Row>(part: Chunked<Chunk, Row>, still: Row | null, size: number): Chunked<Chunk, Row>[] {
  if (part.rows.length <= 2 * size) return [part];
  const pieces: Chunked<Chunk, Row>[] = [];
  for (let from = 0; from < part.rows.length; from += size)
    pieces.push({ chunk: null, rows: part.rows.slice(from, from + size) });
  // The chunk itself goes to the piece with the still row, else to the first.
  const keeper = Math.max(0, still === null ? 0 : pieces.findIndex(({ rows }) => rows.includes(still)));
  return pieces.map((piece, index) => (index === keeper ? { chunk: part.chunk, rows: piece.rows } : piece));
}
