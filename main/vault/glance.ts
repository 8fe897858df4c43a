import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';

/** More than any screen shows at once. */
const ROWS = 48;

/** Below this a document is decoded within about a frame, and looking at it before would only flash. */
const SHOWN_FROM_STATE_BYTES = 128 * 1024;

export function isGlanceWorthwhile(stateBytes: number): boolean {
  return stateBytes >= SHOWN_FROM_STATE_BYTES;
}

/** What is seen of a script when it opens: its first rows, and of everything below how long it is. */
export function glanceOf(title: string, script: PlainScript): ScriptGlance {
  let left = ROWS;
  const scenes = script.scenes.map(({ id, number, heading, dispute, seconds, rows }) => {
    const shown = rows.slice(0, left);
    left -= shown.length;
    return {
      id,
      number,
      heading: heading ?? '',
      dispute,
      seconds,
      rowCount: rows.length,
      rows: shown.map(({ words: _words, secondsSet: _secondsSet, ...row }) => row),
    };
  });
  const { layout, wordsPerMinute, targetSeconds, seconds } = script;
  return { title, layout, wordsPerMinute, targetSeconds, seconds, scenes };
}
