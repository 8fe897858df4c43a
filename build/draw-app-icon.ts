/** `npm run icons:app`: build/icons/*.png, icon.ico and icon.icns from the two drawings beside them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = new URL('icons/', import.meta.url);
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
/** Up to here the simpler drawing is the clearer one. */
const LAST_SMALL_SIZE = 32;

/** Apple's name for each picture of an .icns file, by its side in px. */
const ICNS_NAMES: readonly (readonly [name: string, size: (typeof SIZES)[number]])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;

type Pictures = Readonly<Record<(typeof SIZES)[number], Buffer>>;

async function draw(): Promise<Pictures> {
  const browser = await chromium.launch({ executablePath: '/usr/lib/chromium/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const pictures: [number, Buffer][] = [];
    for (const size of SIZES) {
      const name = size <= LAST_SMALL_SIZE ? 'mark-small.svg' : 'mark.svg';
      const svg = readFileSync(new URL(name, FOLDER), 'utf8').replace(
        '<svg ',
        `<svg width="${size}" height="${size}" `,
      );
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>html, body { margin: 0; background: none } svg { display: block }</style>${svg}`);
      pictures.push([size, await page.screenshot({ omitBackground: true })]);
    }
    return Object.fromEntries(pictures) as Pictures;
  } finally {
    await browser.close();
  }
}

/** A list of PNG pictures: a header, one entry of 16 bytes for each, then the pictures. */
function encodeIco(pictures: Pictures): Buffer {
  const header = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = header.length;
  for (const [index, size] of ICO_SIZES.entries()) {
    const at = 6 + 16 * index;
    const { length } = pictures[size];
    // A side of 256 is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += length;
  }
  return Buffer.concat([header, ...ICO_SIZES.map((size) => pictures[size])]);
}

/** Blocks of name, length with the eight bytes of both, and a PNG picture. */
function encodeIcns(pictures: Pictures): Buffer {
  const block = (name: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([head, content]);
  };
  return block('icns', Buffer.concat(ICNS_NAMES.map(([name, size]) => block(name, pictures[size]))));
}

const pictures = await draw();
for (const size of SIZES) writeFileSync(new URL(`${size}x${size}.png`, FOLDER), pictures[size]);
writeFileSync(new URL('icon.ico', FOLDER), encodeIco(pictures));
writeFileSync(new URL('icon.icns', FOLDER), encodeIcns(pictures));
console.log(`Icons drawn in ${fileURLToPath(FOLDER)}`);
