import { BLOCK, MARK_NAMES } from '../script/content.ts';
import { Layout } from '../script/settings.ts';

/** What a script's own format calls things: the same in every script, so that it tells nothing of this one. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(
  [
    ['rows', 'scenes', 'script'],
    ['schema', 'layout', 'wordsPerMinute', 'targetSeconds'],
    ['place', 'scene', 'order', 'video', 'audio', 'speaker', 'seconds', 'heading'],
    ['deleted', 'by', 'at', 'seen'],
    [BLOCK, 'hardBreak', ...MARK_NAMES],
    ['href', 'target', 'rel', 'class'],
  ].flat(),
);

/** Texts of ours that may stand under a key. */
export const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  layout: Layout.options,
  /** Who deletes while there are no accounts. */
  by: ['local'],
};

/** Under these keys numbers are lengths, times and clocks; under any other they may be what somebody wrote. */
export const KEYS_OF_NUMBERS: ReadonlySet<string> = new Set([
  'schema',
  'wordsPerMinute',
  'targetSeconds',
  'seconds',
  'at',
  'seen',
]);

/** Which a link is followed by, so that a safe one stays safe and another stays refused. */
export const KNOWN_SCHEMES = /^(?:https?:\/\/|mailto:)/;
