import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { BlindBundle } from '../../../app/blind/bundle.ts';
import { recordBlind, type RecordedLog } from '../../../app/blind/record.ts';
import { SecretPad } from './secret-pad.ts';

/** A log of a million keystrokes has far less; a file that unfolds to more is none of ours. */
const MAX_UNFOLDED_BYTES = 1024 * 1024 * 1024;
const SECRET_BYTES = 32;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export interface BundleOptions {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly appVersion: string;
  readonly pause: () => Promise<void>;
}

/** The bytes of a bundle's file. Its secret lives only within this call. */
export async function makeBundle(
  log: RecordedLog,
  { at, appVersion, pause }: BundleOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { platform } = process;
  const bundle = await recordBlind(
    log,
    {
      madeAt: at,
      appVersion,
      platform: platform === 'darwin' || platform === 'linux' || platform === 'win32' ? platform : 'other',
      pad: new SecretPad(randomBytes(SECRET_BYTES)),
      toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
      pause,
    },
    signal,
  );
  return compress(JSON.stringify(bundle));
}

/** @throws where the bytes are no bundle. */
export async function readBundle(file: Uint8Array): Promise<BlindBundle> {
  const json = await decompress(file, { maxOutputLength: MAX_UNFOLDED_BYTES });
  return BlindBundle.parse(JSON.parse(json.toString('utf8')));
}
