import { useEffect, useRef } from 'react';
import type { RestoreScope } from '../../app/history/plan-restore.ts';
import { restore } from '../../app/history/restore.ts';
import type { RowId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { Place, PlaceKeeper } from '../document/undo.ts';
import { counted } from '../ui/words.ts';
import type { PastMoment } from './time-travel.ts';

/** Who restores, until there are accounts. */
const AUTHOR = 'local';

export interface Restoring {
  /** `done` says what is now as it was: "Row 7 is as it was Tuesday 14:03". */
  readonly restore: (moment: PastMoment, scope: RestoreScope, options: { row: RowId | null; done: string }) => boolean;
  /** The row that was restored last: where the script is shown when the person goes back to it. */
  readonly lastRow: () => RowId | null;
}

/** Restores into the open script, as an edit of this window that its own undo takes back: here, or later in the script. */
export function useRestoring(session: ScriptSession): Restoring {
  const { notices, now } = useApp();
  const place = useRef<Place | null>(null);
  useEffect(() => {
    const keeper: PlaceKeeper = {
      before: () => place.current,
      after: () => place.current,
      goTo: () => undefined,
      arrived: () => undefined,
    };
    return session.undo.attach(keeper);
  }, [session]);
  return {
    lastRow: () => (place.current?.kind === 'rows' ? place.current.anchor : null),
    restore: (moment, scope, { row, done }) => {
      place.current = row === null ? null : { kind: 'rows', anchor: row, head: row };
      const { isChanged, leftAlone } = session.undo.step(() =>
        restore({ live: session.doc, past: moment.doc, scope, surroundings: { now, author: AUTHOR } }),
      );
      if (!isChanged) {
        notices.show({
          text: leftAlone.size > 0 ? leftAloneWords(leftAlone.size) : 'Nothing to restore: it is the same now.',
        });
        return false;
      }
      const rest = leftAlone.size === 0 ? '' : ` ${leftAloneWords(leftAlone.size)}`;
      notices.show({
        text: `${done}.${rest}`,
        action: {
          label: 'Undo',
          run: () => {
            if (session.doc.isDestroyed) return notices.show({ text: CLOSED });
            session.undo.undo();
          },
        },
      });
      return true;
    },
  };
}

/** A notice outlives its screen. */
const CLOSED =
  'This script is closed by now, and nothing was changed. Open its history: what was before is a moment on the line.';

const leftAloneWords = (rows: number): string =>
  `${counted(rows, 'row')} ${rows === 1 ? 'has' : 'have'} a cell made with a newer Galley: it was left as it is.`;
