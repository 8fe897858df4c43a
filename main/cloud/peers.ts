import * as z from 'zod';
import { PersonId } from '../../app/ids.ts';
import { CursorPlace, PresenceId, type Peer } from '../../app/ipc/together.ts';

/** One window that shows the script. */
export interface Me {
  readonly presenceId: PresenceId;
  readonly personId: PersonId;
  readonly name: string;
  /** Viewers look on: others do not learn that they are here, and the server takes nothing from them. */
  readonly isShown: boolean;
}

/** The event under which cursors are told on `cursors:<script>:<epoch>`. */
export const CURSOR_EVENT = 'cursor';

/** Windows of one Galley in one script; more are not told of. */
export const MAX_WINDOWS = 8;
/** What a window is given (app/ipc/together.ts). */
const MAX_PEERS = 200;

/** What a device tells of itself: whose it is, and in which windows the script is shown. */
const Presence = z.object({
  personId: PersonId,
  name: z.string().max(200),
  windows: z.array(PresenceId).max(MAX_WINDOWS),
});

const Cursor = z.strictObject({ presenceId: PresenceId, place: CursorPlace.nullable() });
export type Cursor = z.output<typeof Cursor>;

export const presenceOf = (windows: readonly Me[]): z.input<typeof Presence> | undefined => {
  const shown = windows.filter(({ isShown }) => isShown).slice(0, MAX_WINDOWS);
  const [first] = shown;
  if (first === undefined) return undefined;
  return { personId: first.personId, name: first.name.slice(0, 200), windows: shown.map((me) => me.presenceId) };
};

/** Undefined for whatever another member's program made of it. */
export function readCursor(payload: unknown): Cursor | undefined {
  return Cursor.safeParse(payload).data;
}

/** Everybody who says that they are here, without a place; what cannot be read is nobody. */
export function readPeers(state: Readonly<Record<string, readonly object[]>>): readonly Peer[] {
  const peers = new Map<PresenceId, Peer>();
  for (const said of Object.values(state).flat()) {
    const read = Presence.safeParse(said).data;
    if (read === undefined) continue;
    for (const presenceId of read.windows) {
      if (peers.size === MAX_PEERS) return [...peers.values()];
      // Who was told first keeps the id: nobody takes another's place.
      if (!peers.has(presenceId))
        peers.set(presenceId, { presenceId, personId: read.personId, name: read.name, place: null });
    }
  }
  return [...peers.values()];
}

/** Of a project's messages, cursors may take a fifth; whoever writes comes first. */
const SHARE = 0.2;
const LEAST_MS = 200;

/**
 * How far apart one device's cursor messages are, when everybody in the room moves at once: each costs one message for
 * the sender and one for every receiver. `devices`: this one among them.
 */
export function cursorEveryMs(devices: number, messagesPerSecond: number): number {
  return Math.max(LEAST_MS, Math.ceil((devices * devices * 1_000) / (SHARE * messagesPerSecond)));
}
