import { Survey } from './blinder.ts';
import type { BlindBundle } from './bundle.ts';
import type { Pad } from './pad.ts';

export interface RecordedUpdate {
  readonly ordinal: number;
  readonly format: number;
  readonly origin: number;
  readonly savedAt: number;
  /** As they were stored. */
  readonly bytes: Uint8Array;
}

export interface RecordedLog {
  readonly updates: readonly RecordedUpdate[];
  readonly snapshot: { readonly ordinal: number; readonly bytes: Uint8Array } | null;
  /** False where the stored log could not be read to its end. */
  readonly isWhole: boolean;
}

export interface Recording extends Pick<BlindBundle, 'madeAt' | 'appVersion' | 'platform'> {
  readonly pad: Pad;
  readonly toBase64: (bytes: Uint8Array) => string;
  /** Lets others have their turn; called between small pieces of work. */
  readonly pause: () => Promise<void>;
}

/** So many bytes of updates are a few milliseconds of work. */
const PIECE_BYTES = 64 * 1024;

/** Makes a bundle of one script's whole log. Nothing of the pad is in it. */
export async function recordBlind(
  { updates, snapshot, isWhole }: RecordedLog,
  { pad, toBase64, pause, ...about }: Recording,
  signal: AbortSignal,
): Promise<BlindBundle> {
  let worked = 0;
  const work = async (bytes: Uint8Array): Promise<void> => {
    worked += bytes.length;
    if (worked < PIECE_BYTES) return;
    worked = 0;
    await pause();
    signal.throwIfAborted();
  };
  const survey = new Survey();
  for (const { bytes } of updates) {
    survey.add(bytes);
    await work(bytes);
  }
  if (snapshot !== null) survey.add(snapshot.bytes);
  const blinder = survey.blinder(pad);
  const blind: BlindBundle['updates'][number][] = [];
  for (const { ordinal, format, origin, savedAt, bytes } of updates) {
    const update = blinder.blind(bytes);
    blind.push({
      ordinal,
      format,
      origin,
      savedAt,
      byteLength: bytes.length,
      update: update === null ? null : toBase64(update),
    });
    await work(bytes);
  }
  const state = snapshot === null ? null : blinder.blind(snapshot.bytes);
  return {
    galley: 'blind log',
    version: 1,
    ...about,
    isWhole,
    updates: blind,
    snapshot: snapshot === null || state === null ? null : { ordinal: snapshot.ordinal, update: toBase64(state) },
  };
}
