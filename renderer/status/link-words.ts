import type { Link } from '../../app/ipc/sync.ts';
import type { Tone } from '../ui/stations.tsx';
import { timeOfDay } from '../ui/words.ts';
import { nextTryWords } from './standing-words.ts';

export interface LinkWords {
  /** What is so, in one sentence. */
  readonly sentence: string;
  /** What is safe, and what to do. */
  readonly detail: string;
  readonly tone: Tone;
  /** Whether trying at once makes sense. */
  readonly mayTry: boolean;
}

const SAFE = 'Every word is saved on this device';
/** From then on a server that does not answer is worth a question to whoever runs it. */
export const UNAVAILABLE_FOR_LONG_MS = 10 * 60_000;

interface About {
  readonly now: number;
  /** The server's name, where one is set. */
  readonly host: string | null;
}

/** The way to the server, as the panel says it. */
export function linkWords(link: Link, { now, host }: About): LinkWords {
  switch (link.kind) {
    case 'none':
      return {
        sentence: 'Everything is on this device',
        detail: 'No account is signed in, so nothing is sent anywhere. Every word you write is saved here.',
        tone: 'device',
        mayTry: false,
      };
    case 'connecting':
      return { sentence: 'Connecting to the server', detail: `${SAFE} meanwhile.`, tone: 'plain', mayTry: false };
    case 'online':
      return link.isLive
        ? {
            sentence: 'Connected to the server',
            detail: 'What you write is sent as you write it, and what others write arrives at once.',
            tone: 'server',
            mayTry: false,
          }
        : {
            sentence: 'Connected to the server, with a delay',
            detail:
              'What you write is sent as you write it. What others write is asked for once a minute, until it can be heard at once again.',
            tone: 'server',
            mayTry: true,
          };
    case 'offline':
      return { ...OFFLINE[link.because], tone: 'waiting', mayTry: true };
    case 'unavailable': {
      const next = nextTryWords(link.nextTryAt, now);
      const again = `It is tried again by itself${next === null ? '' : `: ${next}`}.`;
      const isLong = now - link.since >= UNAVAILABLE_FOR_LONG_MS;
      const whom = host === null ? 'whoever runs your server' : `whoever runs ${host}`;
      return {
        sentence: 'The server does not answer',
        detail: `It was last heard at ${timeOfDay(new Date(link.since))}. ${SAFE} and goes to the server when it answers. ${again}${isLong ? ` If it lasts, ask ${whom}.` : ''}`,
        tone: 'waiting',
        mayTry: true,
      };
    }
    case 'signed-out':
      return {
        sentence: 'You are signed out. Keep writing.',
        detail: `${SAFE} and is sent when you sign in again.`,
        tone: 'waiting',
        mayTry: false,
      };
    case 'too-old':
      return {
        sentence: 'The server needs a newer Galley',
        detail: `${SAFE} and goes to the server by itself once Galley is updated.`,
        tone: 'waiting',
        mayTry: false,
      };
    default:
      return link satisfies never;
  }
}

const OFFLINE: Readonly<Record<Extract<Link, { kind: 'offline' }>['because'], Pick<LinkWords, 'sentence' | 'detail'>>> =
  {
    network: {
      sentence: 'You are offline. Keep writing.',
      detail: `${SAFE} and goes to the server by itself when the network is back.`,
    },
    'captive-portal': {
      sentence: 'This network wants something of you first',
      detail: `${SAFE}. Open any web page in a browser and do what the network asks there, then try again.`,
    },
    certificate: {
      sentence: 'Something stands between Galley and the server',
      detail: `${SAFE}. The server could not prove who it is, so nothing is sent to it. Ask whoever runs this network, or use another one.`,
    },
  };
