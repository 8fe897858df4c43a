import type { ScriptDifference } from '../../app/script/compare.ts';
import { clockTime } from '../ui/words.ts';
import { capital } from './say-moment.ts';
import type { PastMoment } from './time-travel.ts';

/** The two ends of a comparison, the earlier first. */
export function endsOf(
  ordinal: number,
  held: PastMoment | null,
  sayAt: (ordinal: number) => string,
): { readonly from: string; readonly to: string } {
  const other = held?.ordinal ?? Number.POSITIVE_INFINITY;
  const [from, to] = ordinal <= other ? [ordinal, other] : [other, ordinal];
  return { from: capital(sayAt(from)), to: sayAt(to) };
}

/** What became of the script's settings, each in a few words. */
export function settingWords({
  settings: { layout, wordsPerMinute, targetSeconds },
}: Pick<ScriptDifference, 'settings'>): readonly string[] {
  const length = (seconds: number | null): string => (seconds === null ? 'none' : clockTime(seconds));
  return [
    ...(layout === undefined ? [] : [layout.after === 'narration' ? 'narration layout' : 'video and audio layout']),
    ...(wordsPerMinute === undefined ? [] : [`pace ${wordsPerMinute.before} to ${wordsPerMinute.after}`]),
    ...(targetSeconds === undefined
      ? []
      : [`target length ${length(targetSeconds.before)} to ${length(targetSeconds.after)}`]),
  ];
}
