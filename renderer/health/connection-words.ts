import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import { durationOf } from './sizes.ts';

export const SOCKET_WORDS: Readonly<Record<ConnectionHealth['socket'], string>> = {
  none: 'Not opened',
  connecting: 'Being opened',
  open: 'Open',
  closed: 'Closed, and opened again by itself',
};

export const BREAKER_WORDS: Readonly<Record<ConnectionHealth['breaker'], string>> = {
  closed: 'Calls go through',
  'half-open': 'One call tries whether the server is back',
  open: 'Calls are held back for half a minute, because too many failed',
};

/** Sessions are judged by the server's clock; a difference of minutes is worth knowing. */
const WORTH_SAYING_MS = 2_000;
const WORTH_SETTING_MS = 60_000;

/** This device's clock against the server's. */
export function clockWords(aheadMs: number | null): string {
  if (aheadMs === null) return 'Not compared with the server’s yet';
  const off = Math.abs(aheadMs);
  if (off < WORTH_SAYING_MS) return 'Agrees with the server’s';
  const words = `${spanOf(off)} ${aheadMs > 0 ? 'ahead of' : 'behind'} the server’s`;
  return off < WORTH_SETTING_MS ? words : `${words}. Set this computer’s clock; Galley works all the same.`;
}

function spanOf(ms: number): string {
  if (ms < 60_000) return durationOf(ms);
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2 * 24 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / (24 * 60))} days`;
}
