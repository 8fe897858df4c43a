import * as z from 'zod';
import { readPlace } from '../script/place.ts';
import { PadReader, type Pad } from './pad.ts';

const Uuid = z.uuid();
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Every position in a script ends in one of these; see app/script/place.ts. */
const LAST = 'B';

export const isUuid = (text: string): boolean => text.length === 36 && Uuid.safeParse(text).success;

/** Whether the model sorts by such a text; any other stands first, whatever it says. */
export const isOrder = (text: string): boolean => readPlace({ order: text }).order === text && text !== '';

/** Ids are exchanged for others that sort alike, because rows with equal places stand in the order of their ids. */
export function exchangeIds(ids: Iterable<string>, pad: Pad): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].toSorted(byCodeUnit);
  const reader = new PadReader(pad, 'ids');
  const fresh = new Set<string>();
  for (let at = 0; fresh.size < sorted.length; at += 8) fresh.add(uuidFrom(reader, at));
  const ascending = [...fresh].toSorted(byCodeUnit);
  return new Map(sorted.map((id, rank) => [id, ascending[rank] ?? id]));
}

/**
 * Positions of rows and scenes are exchanged for others that sort alike and are as long where that is possible. Of the
 * old ones nothing is left but their rank: a program of someone's own may have written words into them.
 */
export function exchangeOrders(orders: Iterable<string>, pad: Pad): ReadonlyMap<string, string> {
  const sorted = [...new Set(orders)].filter(isOrder).toSorted(byCodeUnit);
  const width = Math.max(1, Math.ceil(Math.log(sorted.length + 1) / Math.log(LETTERS.length)));
  const reader = new PadReader(pad, 'orders');
  let at = 0;
  return new Map(
    sorted.map((order, rank) => {
      const filler = Array.from({ length: Math.max(0, order.length - width - 2) }, () => letterAt(reader.at(at++)));
      return [order, `${inLetters(rank, width)}${filler.join('')}.${LAST}`];
    }),
  );
}

function inLetters(rank: number, width: number): string {
  let letters = '';
  for (let left = rank; letters.length < width; left = Math.floor(left / LETTERS.length)) {
    letters = letterAt(left) + letters;
  }
  return letters;
}

const letterAt = (number: number): string => LETTERS.charAt(number % LETTERS.length);

function uuidFrom(reader: PadReader, at: number): string {
  const hex = Array.from({ length: 8 }, (_, n) =>
    reader
      .at(at + n)
      .toString(16)
      .padStart(4, '0'),
  ).join('');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** As the script's model sorts, on every device alike. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
