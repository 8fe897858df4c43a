/** Characters that some system refuses, and signs that only change the direction or look of a name. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/** Windows gives these to devices, whatever ending follows. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;
/** Most systems take 255 bytes; an ending and a number for a second copy must still fit. */
const MAX_BYTES = 200;

/** A file's name for a title, good on every system: `What is this?` becomes `What is this.md`. */
export function fileNameFor(title: string, ending: string): string {
  const words = title.normalize('NFC').toWellFormed().replaceAll(FORBIDDEN, ' ').replaceAll(/\s+/gu, ' ');
  const name = trimDots(cutToBytes(trimDots(words)));
  const device = DEVICE.test(name.split('.')[0]?.trim() ?? '');
  return `${device ? '_' : ''}${name === '' ? 'Script' : name}.${ending}`;
}

/** Windows drops dots and spaces at the end; a dot at the start hides a file elsewhere. */
const trimDots = (name: string): string => name.replace(/^[\s.]+/, '').replace(/[\s.]+$/, '');

function cutToBytes(name: string): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (Buffer.byteLength(cut + segment) > MAX_BYTES) return cut;
    cut += segment;
  }
  return cut;
}
