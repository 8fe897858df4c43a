import { useMemo } from 'react';
import * as Y from 'yjs';
import { authorsOf, type Authored } from '../../app/history/authors.ts';
import { unmovedBetween } from '../../app/history/unmoved.ts';
import type { RowId } from '../../app/ids.ts';
import type { Author } from '../../app/ipc/history.ts';
import { rootsOf } from '../../app/script/address.ts';
import { compareScripts, type ScriptDifference } from '../../app/script/compare.ts';
import { CELL_KINDS, type CellKind } from '../../app/script/content.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import type { View } from './history-head.tsx';
import { showChanges, showMoment, type ShownSection } from './shown-script.ts';
import type { PastMoment } from './time-travel.ts';
import { Writers, type WrittenShares } from './writers.ts';

export interface Shown {
  readonly sections: readonly ShownSection[];
  readonly isNarration: boolean;
  /** Between the two moments that are compared; null in the other views. */
  readonly changes: ScriptDifference | null;
  /** Whether anything of this moment is different now. */
  readonly isDifferent: boolean;
  readonly shares: WrittenShares;
}

interface ShownOptions {
  readonly view: View;
  /** Null until one is read. */
  readonly moment: PastMoment | null;
  readonly live: PlainScript;
  readonly liveDoc: Y.Doc;
  readonly isNow: boolean;
  /** The other moment that it is compared with; null when that is the present. */
  readonly held: PastMoment | null;
  readonly authors: readonly Author[];
  readonly mayRestore: boolean;
}

const NOBODY: WrittenShares = { writers: [], unknownPercent: 0 };
const NOTHING: Shown = { sections: [], isNarration: false, changes: null, isDifferent: false, shares: NOBODY };

/** What there is to see of a moment, in the view that was chosen. */
export function useShown({ view, moment, live, liveDoc, isNow, held, authors, mayRestore }: ShownOptions): Shown {
  const sinceThen = useMemo(
    () => (moment === null || isNow ? null : compared(moment, { doc: liveDoc, script: live })),
    [moment, live, liveDoc, isNow],
  );
  const people = useMemo(() => new Writers(authors), [authors]);
  return useMemo(() => {
    if (moment === null) return NOTHING;
    const differing = mayRestore ? sinceThen : null;
    const isDifferent = differing !== null && hasChanges(differing);
    const isNarration = moment.script.layout === 'narration';
    switch (view) {
      case 'moment':
        return { ...NOTHING, sections: showMoment(moment.script, differing), isNarration, isDifferent };
      case 'writers': {
        const authored = authorsIn(moment);
        const stretches = moment.script.scenes.flatMap(({ rows }) =>
          rows.flatMap(({ id }) => CELL_KINDS.flatMap((kind) => authored(id, kind))),
        );
        const sections = showMoment(moment.script, differing, authored, people.of);
        return { ...NOTHING, sections, isNarration, isDifferent, shares: people.sharesOf(stretches) };
      }
      case 'changes': {
        const changes = held === null ? (sinceThen ?? compareScripts(live, live)) : between(moment, held);
        const sections = showChanges(changes, { differing, canTakeOut: held === null });
        return { ...NOTHING, sections, isNarration, changes, isDifferent };
      }
      default:
        return view satisfies never;
    }
  }, [view, moment, live, held, sinceThen, people, mayRestore]);
}

function between(one: PastMoment, other: PastMoment): ScriptDifference {
  const [earlier, later] = one.ordinal <= other.ordinal ? [one, other] : [other, one];
  return compared(earlier, later);
}

const compared = (before: Seen, after: Seen): ScriptDifference =>
  compareScripts(before.script, after.script, { unmoved: unmovedBetween(before.doc, after.doc) });

type Seen = Pick<PastMoment, 'doc' | 'script'>;

const hasChanges = ({ settings, counts }: ScriptDifference): boolean =>
  Object.keys(settings).length > 0 || Object.values(counts).some((count) => count > 0);

function authorsIn({ doc }: PastMoment): (rowId: RowId, kind: CellKind) => readonly Authored[] {
  const { rows } = rootsOf(doc);
  return (rowId, kind) => {
    const row = rows.get(rowId);
    const cell = row instanceof Y.Map ? row.get(kind) : undefined;
    return cell instanceof Y.XmlFragment ? authorsOf(cell) : [];
  };
}
