import { cellAt, PageKind, varint, type Cell } from './cells.ts';
import type { PageImage } from './page-images.ts';

/**
 * How the record headers of our most important rows begin: a NULL for the row's number, then a blob of 16 bytes (an update's
 * id) or a text of 36 characters (the id of a vault, script or head).
 */
const BEGINNINGS = [Buffer.of(0x00, 0x2c), Buffer.of(0x00, 0x55)];
const MAX_PAYLOAD_VARINT = 4;

/** Cells that a page's own list no longer leads to, or that lie in a page whose header is gone. Most are none. */
export function* hiddenCells(image: PageImage): Generator<Cell> {
  for (const beginning of BEGINNINGS) {
    for (let at = image.content.indexOf(beginning); at >= 0; at = image.content.indexOf(beginning, at + 1)) {
      const rowidAt = startOfVarint(image.content, at - 2);
      for (let bytes = 1; bytes <= MAX_PAYLOAD_VARINT; bytes += 1) {
        const start = rowidAt - bytes;
        if (start < 0 || varint(image.content, start)?.end !== rowidAt) continue;
        const cell = cellAt(image, PageKind.leafTable, start);
        if (cell !== undefined && cell.payloadAt === at - 1) yield cell;
      }
    }
  }
}

/** Where a number begins whose last byte is there: all bytes before the last have their highest bit set. */
function startOfVarint(content: Buffer, last: number): number {
  let at = last;
  while (at > 0 && (content[at - 1] ?? 0) >= 128) at -= 1;
  return at;
}
