import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { Link, Standing } from '../../app/ipc/sync.ts';
import type { IconName } from '../ui/icon-shapes.ts';
import type { Tone } from '../ui/stations.tsx';
import type { Trouble } from '../ui/trouble.ts';
import { counted } from '../ui/words.ts';
import { ageMs, ageWords, COPY_AFTER_MS } from './age.ts';
import { UNAVAILABLE_FOR_LONG_MS } from './link-words.ts';
import { HELD } from './standing-words.ts';

/** What a banner's buttons do; the first of them does what the banner advises. */
export type BannerDeed = 'export' | 'send-again' | 'ask-owner' | 'sign-in' | 'try-now' | 'show-panel';

export interface SyncBannerWords extends Trouble {
  readonly kind: 'access-ended' | 'newer-format' | 'refused' | 'copy' | 'signed-out' | 'unavailable' | 'held';
  readonly tone: Exclude<Tone, 'server'>;
  readonly icon: IconName;
  readonly deeds: readonly BannerDeed[];
  /** Whether it may be sent away; the words beside the title stay. */
  readonly mayDismiss: boolean;
}

export interface BannerAbout {
  readonly standing: Standing | null;
  readonly readOnly: ReadOnlyReason | null;
  readonly link: Link;
  readonly now: number;
  /** A copy was advised, or made, within the last day. */
  readonly wasAdvised: boolean;
}

/** The one thing that a script's screen has to say about its edits; null when the words beside the title say enough. */
export function syncBannerWords({ standing, readOnly, link, now, wasAdvised }: BannerAbout): SyncBannerWords | null {
  const edits = standing !== null && 'edits' in standing ? standing.edits : 0;
  const oldestAt = standing !== null && 'oldestAt' in standing ? standing.oldestAt : null;
  if (readOnly === 'access-ended' || standing?.kind === 'access-ended') return accessEnded(edits);
  if (readOnly === 'newer-format') return NEWER;
  if (standing === null) return null;
  if (standing.kind === 'refused') return refused(standing);
  if (ageMs(oldestAt, now) >= COPY_AFTER_MS && !wasAdvised) return copy(edits, ageMs(oldestAt, now));
  if (standing.kind === 'signed-out' && edits > 0) return signedOut(edits);
  if (link.kind === 'unavailable' && now - link.since >= UNAVAILABLE_FOR_LONG_MS)
    return unavailable(edits, now - link.since);
  if (standing.kind === 'held') return held(standing);
  return null;
}

const NEWER: SyncBannerWords = {
  kind: 'newer-format',
  tone: 'waiting',
  icon: 'package',
  title: 'This script needs a newer Galley',
  happened: 'A newer Galley wrote in it, in a way this one cannot.',
  safe: 'You see its last readable state; everything is kept exactly as it is, and nothing you do here changes it.',
  advice: 'Update Galley to write in it.',
  deeds: [],
  mayDismiss: false,
};

const are = (count: number): string => (count === 1 ? 'is' : 'are');
const were = (count: number): string => (count === 1 ? 'was' : 'were');

function accessEnded(edits: number): SyncBannerWords {
  return {
    kind: 'access-ended',
    tone: 'waiting',
    icon: 'lock',
    title: 'Your access to this script ended',
    happened: 'You are no member of its project any more.',
    safe:
      edits === 0
        ? 'What was here stays on this device, and can be read, searched and exported.'
        : `Everything stays on this device, with ${counted(edits, 'edit')} of yours that ${were(edits)} not sent.`,
    advice: 'Export a copy if you need it, or ask the project’s owner to add you again.',
    deeds: ['export', 'ask-owner'],
    mayDismiss: false,
  };
}

const REFUSED: Readonly<Record<Extract<Standing, { kind: 'refused' }>['why'], string>> = {
  'bad-request': 'The server could not make sense of what this Galley sent.',
  'too-large': 'What was sent is larger than the server takes.',
  'unknown-format': 'It is written in a way that the server does not know.',
  'other-bytes': 'The server has something else under the same name.',
};

/** Why the server will not take them, in a sentence. */
export const refusedWords = (why: Extract<Standing, { kind: 'refused' }>['why']): string => REFUSED[why];

function refused({ edits, why }: Extract<Standing, { kind: 'refused' }>): SyncBannerWords {
  return {
    kind: 'refused',
    tone: 'waiting',
    icon: 'circle-alert',
    title: `The server refused ${counted(edits, 'edit')}`,
    happened: REFUSED[why],
    safe: 'Everything is saved on this device, and the rest goes on being sent.',
    advice: 'Export a copy to be sure, then ask the project’s owner.',
    deeds: ['export', 'send-again', 'ask-owner'],
    mayDismiss: false,
  };
}

function copy(edits: number, age: number): SyncBannerWords {
  return {
    kind: 'copy',
    tone: 'waiting',
    icon: 'hard-drive',
    title: 'Export a copy to be sure',
    happened: `${counted(edits, 'edit')} of this script ${are(edits)} only on this device, the oldest for ${ageWords(age)}.`,
    safe: 'Everything is saved here, and goes to the server by itself as soon as it may.',
    advice: 'A copy on another disk is safe even if something happens to this device.',
    deeds: ['export', 'show-panel'],
    mayDismiss: true,
  };
}

function signedOut(edits: number): SyncBannerWords {
  return {
    kind: 'signed-out',
    tone: 'waiting',
    icon: 'users',
    title: 'You are signed out',
    happened: `${counted(edits, 'edit')} of this script ${were(edits)} not sent.`,
    safe: 'Everything is saved on this device, and you can go on writing.',
    advice: 'Sign in, and the rest is sent by itself.',
    deeds: ['sign-in'],
    mayDismiss: true,
  };
}

function unavailable(edits: number, age: number): SyncBannerWords {
  return {
    kind: 'unavailable',
    tone: 'waiting',
    icon: 'triangle-alert',
    title: `The server has not answered for ${ageWords(age)}`,
    happened:
      edits === 0
        ? 'Whether others wrote since is not known.'
        : `${counted(edits, 'edit')} of this script ${are(edits)} only on this device.`,
    safe: 'Everything is saved here, and you can go on writing.',
    advice: 'Galley tries again by itself. If it lasts, ask whoever runs the server.',
    deeds: ['try-now', 'show-panel'],
    mayDismiss: true,
  };
}

function held({ edits, why }: Extract<Standing, { kind: 'held' }>): SyncBannerWords {
  return {
    kind: 'held',
    tone: 'waiting',
    icon: 'lock',
    title: `${counted(edits, 'edit')} ${edits === 1 ? 'waits' : 'wait'} here: ${HELD[why]}`,
    happened: HELD_BECAUSE[why].happened,
    safe: 'What you write is saved on this device.',
    advice: HELD_BECAUSE[why].advice,
    // Nothing is asked of the person.
    deeds: [],
    mayDismiss: true,
  };
}

const HELD_BECAUSE: Readonly<Record<Extract<Standing, { kind: 'held' }>['why'], { happened: string; advice: string }>> =
  {
    'in-review': {
      happened: 'The script is before clients, and what they read does not change meanwhile.',
      advice: 'Your edits go by themselves when it reopens.',
    },
    approved: {
      happened: 'Clients approved these very words.',
      advice: 'Your edits go by themselves if the script is opened for writing again.',
    },
    archived: {
      happened: 'The script was put away.',
      advice: 'Your edits go by themselves if it is brought back.',
    },
    'role-may-not-write': {
      happened: 'Your role in this project reads and does not write.',
      advice: 'Your edits go by themselves if your role changes. Ask the project’s owner.',
    },
  };
