import { afterFailure, afterSuccess, isWaiting, UNTROUBLED, withoutWait, type Retry } from './backoff.ts';
import type { Link } from '../ipc/sync.ts';
import type { RemoteTrouble } from './ports.ts';

// The way to the server, the same for all scripts. Whether it is open is known from one call: what one may reach.

export type Way =
  /** Nothing has been answered yet. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'offline'; readonly because: 'network' | 'captive-portal' | 'certificate'; readonly since: number }
  | { readonly kind: 'unavailable'; readonly since: number }
  /** The server does not take the session, whatever the account says. */
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'too-old' };

export interface LinkState {
  readonly session: 'signed-in' | 'signed-out';
  readonly way: Way;
  /** Counts connections, from 1: what was known in an earlier one may not hold. */
  readonly connections: number;
  /** Access is under way. */
  readonly isAsking: boolean;
  /** Something happened that only access explains, also when it is under way already. */
  readonly wantsAccess: boolean;
  /** When access was last asked for, by `elapsed`. */
  readonly askedAt: number;
  readonly retry: Retry;
}

export type LinkEvent =
  | { readonly kind: 'session'; readonly state: 'signed-in' | 'signed-out' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'not-answered'; readonly trouble: RemoteTrouble; readonly fraction: number }
  /** The server answered, and the vault could not keep it. */
  | { readonly kind: 'not-kept'; readonly fraction: number }
  /** Another call had trouble that is not one script's. */
  | { readonly kind: 'trouble'; readonly trouble: RemoteTrouble; readonly fraction: number }
  | { readonly kind: 'wants-access' }
  /** Something speaks for a way: a person asks, or a topic was joined. */
  | { readonly kind: 'try-now' }
  /** After sleep or on another network, nothing that was known of the way holds. */
  | { readonly kind: 'woke' }
  | { readonly kind: 'again' };

interface LinkMoment {
  readonly elapsed: number;
  readonly now: number;
}

/** Access is asked for at least this often, and a change in what one may do is noticed by it. */
export const ACCESS_MS = 60_000;
/** Many scripts may ask at once. */
const LEAST_ACCESS_MS = 1_000;

export const FIRST_LINK: LinkState = {
  session: 'signed-out',
  way: { kind: 'connecting' },
  connections: 0,
  isAsking: false,
  wantsAccess: false,
  askedAt: Number.NEGATIVE_INFINITY,
  retry: UNTROUBLED,
};

/** Which connection this is; 0 while there is none. */
export const connectionOf = (link: LinkState): number =>
  link.session === 'signed-in' && link.way.kind === 'open' ? link.connections : 0;

export function linkStep(link: LinkState, event: LinkEvent, moment: LinkMoment): LinkState {
  switch (event.kind) {
    case 'session':
      if (event.state === link.session && link.way.kind !== 'signed-out') return link;
      return {
        ...FIRST_LINK,
        session: event.state,
        connections: link.connections,
        isAsking: link.isAsking,
        wantsAccess: true,
      };
    case 'asked':
      return { ...link, isAsking: true, wantsAccess: false, askedAt: moment.elapsed };
    case 'answered': {
      const answered = { ...link, isAsking: false, retry: afterSuccess(link.retry, moment.elapsed) };
      if (link.way.kind === 'open') return answered;
      return { ...answered, way: { kind: 'open' }, connections: link.connections + 1 };
    }
    case 'not-kept':
      return { ...failed(link, event.fraction, 0, moment), isAsking: false, wantsAccess: true };
    case 'not-answered':
      return inTrouble({ ...link, isAsking: false, wantsAccess: true }, event, moment);
    case 'trouble':
      // Calls that were under way when the link went down say nothing new.
      return link.way.kind === 'open' ? inTrouble({ ...link, wantsAccess: true }, event, moment) : link;
    case 'wants-access':
      return { ...link, wantsAccess: true };
    case 'try-now':
      return { ...link, wantsAccess: true, retry: withoutWait(link.retry) };
    case 'woke': {
      const isOpen = link.way.kind === 'open';
      const connections = isOpen ? link.connections + 1 : link.connections;
      return {
        ...link,
        connections,
        wantsAccess: true,
        retry: withoutWait(link.retry),
        askedAt: Number.NEGATIVE_INFINITY,
      };
    }
    case 'again':
      return link;
    default:
      return event satisfies never;
  }
}

/** When access is to be asked for, by `elapsed`: at once when that is past; null for not by itself. */
export function askAt(link: LinkState, elapsed: number): number | null {
  if (link.session === 'signed-out' || link.isAsking) return null;
  if (link.retry.at !== null && isWaiting(link.retry, elapsed)) return link.retry.at;
  if (!link.wantsAccess) return link.askedAt + ACCESS_MS;
  // The first try after a wait was waited for long enough.
  return link.way.kind === 'open' ? link.askedAt + LEAST_ACCESS_MS : elapsed;
}

function inTrouble(
  link: LinkState,
  { trouble, fraction }: { readonly trouble: RemoteTrouble; readonly fraction: number },
  moment: LinkMoment,
): LinkState {
  const { now } = moment;
  switch (trouble.kind) {
    case 'aborted':
      return link;
    case 'offline': {
      const since = link.way.kind === 'offline' ? link.way.since : now;
      return { ...failed(link, fraction, 0, moment), way: { kind: 'offline', because: trouble.because, since } };
    }
    case 'signed-out':
      return { ...failed(link, fraction, 0, moment), way: { kind: 'signed-out' } };
    case 'too-old':
      return { ...failed(link, fraction, 0, moment), way: { kind: 'too-old' } };
    case 'refused':
      if (trouble.refusal.code === 'signed-out') {
        return { ...failed(link, fraction, 0, moment), way: { kind: 'signed-out' } };
      }
      return unavailable(link, fraction, 0, moment);
    case 'unavailable':
      return unavailable(link, fraction, trouble.retryAfterMs ?? 0, moment);
    case 'unreadable':
      return unavailable(link, fraction, 0, moment);
    default:
      return trouble satisfies never;
  }
}

function unavailable(link: LinkState, fraction: number, leastMs: number, moment: LinkMoment): LinkState {
  const since = link.way.kind === 'unavailable' ? link.way.since : moment.now;
  return { ...failed(link, fraction, leastMs, moment), way: { kind: 'unavailable', since } };
}

function failed(link: LinkState, fraction: number, leastMs: number, moment: LinkMoment): LinkState {
  return { ...link, retry: afterFailure(link.retry, { ...moment, fraction, leastMs }) };
}

/** `isLive`: the topics that are to be listened to are heard. */
export function linkShown({ session, way, retry }: LinkState, isLive: boolean): Link {
  if (session === 'signed-out') return { kind: 'signed-out' };
  switch (way.kind) {
    case 'open':
      return { kind: 'online', isLive };
    case 'offline':
    case 'unavailable':
      return { ...way, nextTryAt: retry.nextTryAt };
    case 'connecting':
    case 'signed-out':
    case 'too-old':
      return { kind: way.kind };
    default:
      return way satisfies never;
  }
}

/** What a person is told of a way that opened or closed; null while nothing is known. */
export function shownWay({ session, way }: LinkState): 'online' | 'offline' | 'unavailable' | null {
  if (session === 'signed-out') return null;
  switch (way.kind) {
    case 'open':
      return 'online';
    case 'offline':
    case 'unavailable':
      return way.kind;
    case 'too-old':
      return 'unavailable';
    case 'connecting':
    case 'signed-out':
      return null;
    default:
      return way satisfies never;
  }
}

/** Whether every script's standing has to be looked at again. */
export function standingsMayChange(before: LinkState, after: LinkState): boolean {
  return (
    before.session !== after.session ||
    before.way !== after.way ||
    before.connections !== after.connections ||
    before.retry.nextTryAt !== after.retry.nextTryAt
  );
}
