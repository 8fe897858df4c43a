import type { Who } from '../../app/history/away.ts';
import {
  isByBoth,
  kindOf,
  type Briefing,
  type NewsKind,
  type RowNews,
  type SceneNews,
} from '../../app/history/briefing.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import { firstName } from '../together/person.ts';
import { counted, listed } from '../ui/words.ts';

export type Names = ReadonlyMap<Who, string | null>;

export const namesIn = ({ people }: AwayLog): Names => new Map(people.map(({ personId, name }) => [personId, name]));

/** "Ana and Tomas"; three by name at most. */
export function namedAll(who: readonly Who[], names: Names): string {
  const all = who.map((one) => firstName(names.get(one) ?? null));
  return all.length <= 3 ? listed(all) : `${all.slice(0, 2).join(', ')} and ${all.length - 2} others`;
}

/** "67 changes by Ana and Tomas while you were away". */
export const offerWords = (count: number, { others }: Briefing, names: Names): string =>
  `${counted(count, 'change')} by ${namedAll(others, names)} while you were away`;

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** "Everything is in. Three rows want a look." */
export function titleWords({ rows, scenes, edits }: Briefing): string {
  const isAsking = (news: RowNews | SceneNews): boolean => ['both', 'kept'].includes(kindOf(news));
  const [askedRows, askedScenes] = [rows.filter(isAsking).length, scenes.filter(isAsking).length];
  const lead = edits.unreadable === 0 ? 'Everything is in.' : 'All that can be read is in.';
  if (askedRows + askedScenes === 0) return `${lead} Nothing needs you.`;
  const asked = [
    ...(askedRows === 0 ? [] : [numbered(askedRows, 'row')]),
    ...(askedScenes === 0 ? [] : [numbered(askedScenes, 'scene')]),
  ].join(' and ');
  const sentence = asked.charAt(0).toUpperCase() + asked.slice(1);
  return `${lead} ${sentence} ${askedRows + askedScenes === 1 ? 'wants' : 'want'} a look.`;
}

function numbered(count: number, thing: string): string {
  const word = NUMBERS[count]?.toLowerCase();
  return word === undefined ? counted(count, thing) : `${word} ${thing}${count === 1 ? '' : 's'}`;
}

/** "You were away for 6 days. Your 41 edits and 67 by Ana and Tomas are merged; no edit was dropped." */
export function leadWords(briefing: Briefing, names: Names, now: Date): string {
  const { mine, others, unreadable } = briefing.edits;
  const whose = namedAll(briefing.others, names);
  const away = `You were away for ${awayFor(now.getTime() - briefing.since)}.`;
  const rest =
    unreadable === 0
      ? 'no edit was dropped.'
      : `${counted(unreadable, 'edit')} that nobody can read ${unreadable === 1 ? 'is' : 'are'} kept as ${unreadable === 1 ? 'it is' : 'they are'}.`;
  if (mine === 0) return `${away} ${counted(others, 'edit')} by ${whose} ${others === 1 ? 'is' : 'are'} in; ${rest}`;
  return `${away} Your ${counted(mine, 'edit')} and ${others.toLocaleString('en-GB')} by ${whose} are merged; ${rest}`;
}

const MINUTE_MS = 60_000;

/** "6 days", "3 hours", "20 minutes", "a moment". */
export function awayFor(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 2) return 'a moment';
  if (minutes < 90) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 36 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}

/** What a group of news is called, and the line beside it. */
export const GROUPS = [
  { kind: 'both', title: 'Changed by both', icon: 'git-merge' },
  { kind: 'kept', title: 'Deleted, words kept', icon: 'undo-2' },
  { kind: 'changed', title: 'Changed by others', icon: 'pencil' },
  { kind: 'new', title: 'New', icon: 'plus' },
  { kind: 'moved', title: 'Moved', icon: 'move-vertical' },
  { kind: 'deleted', title: 'Deleted', icon: 'trash' },
] as const satisfies readonly { readonly kind: NewsKind; readonly title: string; readonly icon: string }[];

export type Group = (typeof GROUPS)[number];

export const groupNote = (kind: NewsKind): string | null =>
  kind === 'both'
    ? 'The merged words are in the script now. Nothing happens unless you choose.'
    : kind === 'kept'
      ? 'Nothing happens unless you choose.'
      : null;

/** "Row 8"; of one that has no number "Was row 8", "Row after 9" or "First row". */
export function rowName({ number, after, wasNumber, fate }: RowNews): string {
  if (number !== null) return `Row ${number}`;
  if (fate === 'deleted' && wasNumber !== null) return `Was row ${wasNumber}`;
  return after === null ? 'First row' : `Row after ${after}`;
}

export const sceneName = ({ number, wasNumber }: SceneNews): string => {
  const known = number ?? wasNumber;
  return known === null ? 'Scene' : `Scene ${known}`;
};

/** "was row 10", where it stood elsewhere. */
export function movedWords(news: RowNews | SceneNews): string | null {
  if (!news.isMoved) return null;
  const thing = 'isRenamed' in news ? 'scene' : 'row';
  return news.wasNumber === null || news.wasNumber === news.number ? 'moved' : `was ${thing} ${news.wasNumber}`;
}

/** Why something deleted is still told of: who deleted it, and whose words are in it. */
export function keptWords(news: RowNews | SceneNews, names: Names): string {
  const thing = 'isRenamed' in news ? 'scene' : 'row';
  const others = namedAll(
    news.others.map(({ who }) => who),
    names,
  );
  if (news.fate === 'deleted') return `${others} deleted this ${thing} after you had written in it.`;
  if (!isByBoth(news))
    return `${others} deleted and wrote in this ${thing}. The words are kept, out of the running time.`;
  return news.dispute?.deletedBy !== undefined && isOneOf(news, news.dispute.deletedBy)
    ? `${firstName(names.get(news.others.find(({ who }) => who === news.dispute?.deletedBy)?.who ?? null) ?? null)} deleted this ${thing} while you wrote in it. Your words are kept, out of the running time.`
    : `You deleted this ${thing} while ${others} wrote in it. The words are kept, out of the running time.`;
}

const isOneOf = ({ others }: RowNews | SceneNews, by: string): boolean => others.some(({ who }) => who === by);

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/** "Wed 16:20", and beyond a week "12 Nov 16:20". */
export const shortMoment = (at: number, now: Date): string =>
  `${(now.getTime() - at < WEEK_MS ? weekday : day).format(at)} ${clock.format(at)}`;
