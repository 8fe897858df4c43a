import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_WIRE_VERSION = 1;
/** Electron 45 as it is downloaded, in the order of @electron/fuses: runAsNode on, cookie encryption off, and so on. */
const FUSES_AS_SHIPPED = '101100011';

/**
 * A folder that electron-builder takes for an unpacked Electron for Linux, on machines where Electron's binary cannot be
 * had. The result of packing with it cannot run; its files, its asar and its fuses are as they will be.
 */
export async function makeUpElectron(version: string): Promise<Disposable & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-electron-'));
  const contents = join(folder, 'default-app');
  const electron = join(folder, 'electron');
  mkdirSync(contents);
  mkdirSync(join(electron, 'locales'), { recursive: true });
  mkdirSync(join(electron, 'resources'));
  writeFileSync(join(contents, 'package.json'), '{ "name": "made-up", "main": "main.js" }');
  writeFileSync(join(contents, 'main.js'), '');
  await createPackage(contents, join(electron, 'resources', 'default_app.asar'));
  writeFileSync(join(electron, 'electron'), binary(), { mode: 0o755 });
  writeFileSync(join(electron, 'version'), version);
  writeFileSync(join(electron, 'LICENSE'), 'This is not Electron.\n');
  writeFileSync(join(electron, 'locales', 'en-US.pak'), '');
  return { folder: electron, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Enough of an executable to be recognised as one, around a fuse wire that can be flipped and read back. */
function binary(): Buffer {
  const elf64LittleEndian = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const wire = Buffer.from([FUSE_WIRE_VERSION, FUSES_AS_SHIPPED.length]);
  return Buffer.concat([
    elf64LittleEndian,
    Buffer.alloc(48),
    Buffer.from(SENTINEL),
    wire,
    Buffer.from(FUSES_AS_SHIPPED),
  ]);
}
