import { readFileSync } from 'node:fs';
import { strict } from './strict.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const WIDTH_AT = 16;
const HEIGHT_AT = 20;

/** Electron's NativeImage, as far as a PNG's bytes go. */
export interface Picture {
  toPNG(): Buffer;
  toDataURL(): string;
  getSize(): { width: number; height: number };
  isEmpty(): boolean;
  isTemplateImage(): boolean;
}

/** Bytes that are no PNG make an empty picture, as in Electron. */
export function pictureOf(bytes: Buffer): Picture {
  const isPng = bytes.length > HEIGHT_AT + 4 && bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
  const png = isPng ? bytes : Buffer.alloc(0);
  return strict('nativeImage (picture)', {
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    getSize: () =>
      isPng ? { width: png.readUInt32BE(WIDTH_AT), height: png.readUInt32BE(HEIGHT_AT) } : { width: 0, height: 0 },
    isEmpty: () => !isPng,
    isTemplateImage: () => false,
  });
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // Electron, too, makes an empty picture of a file that is not there
  }
}

export const nativeImage = strict('nativeImage', {
  createEmpty: () => pictureOf(Buffer.alloc(0)),
  createFromPath: (path: string) => pictureOf(read(path)),
  createFromBuffer: (bytes: Buffer) => pictureOf(bytes),
  createFromDataURL: (url: string) => pictureOf(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
});
