import { useDeferredValue, useRef, useState, type ReactNode } from 'react';
import { RowId } from '../../app/ids.ts';
import type { Author, Moment, Timeline } from '../../app/ipc/history.ts';
import { isSame } from '../../app/script/compare.ts';
import { useApp, useCommands } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { SaveBanner } from '../status/save-banner.tsx';
import { WorkStatus } from '../status/work-status.tsx';
import { Banner } from '../ui/banner.tsx';
import { Screen } from '../ui/screen.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { useMinute } from '../ui/use-minute.ts';
import { useSteady } from '../ui/use-steady.ts';
import { endsOf, settingWords } from './change-words.ts';
import { ChangesAbout, HistoryHead, WritersLegend, type View } from './history-head.tsx';
import { MomentDialog } from './moment-dialog.tsx';
import { MomentTrouble } from './moment-trouble.tsx';
import { Paper } from './paper.tsx';
import { capital, sayEdit, sayMoment, sayWhen } from './say-moment.ts';
import { ShownScenes } from './shown-scenes.tsx';
import type { ShownRow, ShownSection } from './shown-script.ts';
import { timeOf } from './sittings.ts';
import { TimeLine } from './time-line.tsx';
import type { PastMoment } from './time-travel.ts';
import { useChangeSteps } from './use-change-steps.ts';
import { useLiveScript } from './use-live-script.ts';
import { useMoments } from './use-moments.ts';
import { usePlaceInTime } from './use-place-in-time.ts';
import { firstInSight, useRowWalk } from './use-row-walk.ts';
import { useRestoring } from './use-restoring.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import { useShown } from './use-shown.ts';

interface PastProps {
  readonly session: ScriptSession;
  readonly title: string;
  readonly crumb: ReactNode;
  readonly timeline: Timeline;
  readonly authors: readonly Author[];
  readonly refresh: () => Promise<void>;
}

type Naming = { readonly kind: 'new' } | { readonly kind: 'rename'; readonly moment: Moment };

/** A script that has a past: the line, the moment, and the ways to look at it and to bring it back. */
export function Past({ session, title, crumb, timeline, authors, refresh }: PastProps): ReactNode {
  const { router } = useApp();
  const { scriptId } = session;
  const minute = useMinute();
  const live = useLiveScript(session);
  const place = usePlaceInTime(session, timeline, live);
  const [view, setView] = useState<View>('moment');
  const [held, setHeld] = useState<PastMoment | null>(null);
  const [naming, setNaming] = useState<Naming | null>(null);
  const surface = useRef<HTMLDivElement>(null);
  const restoring = useRestoring(session);
  const moments = useMoments(session, () => void refresh());
  // The line follows the hand at once; the words follow as fast as they can be drawn.
  const moment = useDeferredValue(place.moment);
  const isNow = moment?.doc === session.doc;
  const readOnly = useReadable(session.readOnly);
  const mayRestore = readOnly === null && !isNow;
  const shown = useShown({ view, moment, live, liveDoc: session.doc, isNow, held, authors, mayRestore });
  const { strokes, count } = timeline;
  const time = place.isNow ? null : timeOf(strokes, place.ordinal);
  const sayAt = (ordinal: number): string =>
    ordinal >= count ? 'now' : sayMoment(timeOf(strokes, ordinal) ?? 0, minute);
  const whenOf = ({ savedAt }: PastMoment): string => sayWhen(savedAt ?? 0, minute);

  const changes = useChangeSteps(shown.sections, view === 'changes', surface);
  const showView = (next: View): void => {
    // Nothing has changed since now: the last stretch of work is what one wants to see.
    if (next === 'changes' && place.isNow && held === null) place.go(Math.max(1, (strokes.at(-1)?.first ?? 1) - 1));
    setView(next);
  };
  const restoreRow = ({ id, number, deed }: ShownRow): void => {
    if (moment === null) return;
    const done =
      deed === 'take-out'
        ? `Row ${number} is taken out: it was not there ${whenOf(moment)}`
        : `Row ${number} is as it was ${whenOf(moment)}`;
    restoring.restore(moment, { kind: 'row', rowId: id }, { row: id, done });
  };
  const restoreScene = ({ id, number, rows, deed }: ShownSection): void => {
    if (moment === null || id === null) return;
    const done =
      deed === 'take-out'
        ? `Scene ${number} is taken out: it was not there ${whenOf(moment)}`
        : `Scene ${number} is as it was ${whenOf(moment)}`;
    restoring.restore(moment, { kind: 'scene', sceneId: id }, { row: rows[0]?.id ?? null, done });
  };
  const goBack = (rowId: RowId | null): void => router.go({ kind: 'script', scriptId, rowId });
  const restoreAll = (): void => {
    if (moment === null) return;
    const row = topRow(surface.current);
    const done = `The script is as it was ${whenOf(moment)}`;
    if (!restoring.restore(moment, { kind: 'script' }, { row, done })) return;
    moments.markBefore(count, `Before going back to ${sayMoment(moment.savedAt ?? 0, minute)}`);
    goBack(row);
  };
  const steady = useSteady({ restoreRow, restoreScene });
  useCommands((id) => {
    switch (id) {
      case 'view.history':
        goBack(restoring.lastRow() ?? topRow(surface.current));
        return true;
      case 'history.next-change':
      case 'history.previous-change':
        if (view === 'changes') changes.step(id === 'history.next-change' ? 1 : -1);
        else showView('changes');
        return true;
      case 'edit.undo':
        return session.undo.undo();
      case 'edit.redo':
        return session.undo.redo();
      default:
        return false;
    }
  });
  useUndoKeys(session);
  useRowWalk(surface);

  const about =
    view === 'writers' ? (
      <WritersLegend {...shown.shares} />
    ) : shown.changes === null ? null : (
      <ChangesAbout
        {...endsOf(place.ordinal, held, sayAt)}
        counts={shown.changes.counts}
        isSame={isSame(shown.changes)}
        settings={settingWords(shown.changes)}
        at={changes.at}
        total={changes.total}
        holds={
          held === null
            ? { label: 'Compare with another moment', run: () => setHeld(moment) }
            : { label: 'Compare with now', run: () => setHeld(null) }
        }
        isHeldHere={held !== null && held.ordinal === place.ordinal}
        onStep={changes.step}
      />
    );
  const here = timeline.moments.filter(({ ordinal }) => ordinal === place.ordinal);
  return (
    <Screen
      title={
        <>
          {crumb}
          <WorkStatus session={session} opensPanel={false} />
          <span className="grow" />
          <button type="button" className="btn" onClick={() => setNaming({ kind: 'new' })}>
            Name this moment…
          </button>
          <button
            type="button"
            className="btn main"
            onClick={() => goBack(restoring.lastRow() ?? topRow(surface.current))}
          >
            Back to the script
          </button>
        </>
      }
      banners={
        <>
          <SaveBanner session={session} title={title} />
          {place.failure === null ? null : <MomentTrouble failure={place.failure} onRetry={place.retry} />}
          {moment?.isPartial ? (
            <Banner tone="waiting" icon="package">
              Something in this moment was written by a newer Galley and is not shown. It is kept as it is.
            </Banner>
          ) : null}
        </>
      }
    >
      <div className="body past-body">
        <HistoryHead
          when={place.isNow ? 'Now' : capital(time === null ? '' : sayMoment(time, minute))}
          edit={sayEdit(place.ordinal, count)}
          isNow={place.isNow}
          moments={here}
          view={view}
          onView={showView}
          onRename={(named) => setNaming({ kind: 'rename', moment: named })}
          onRemove={moments.remove}
          {...(shown.isDifferent ? { onRestore: restoreAll } : {})}
          about={about}
        />
        <Paper
          label={place.isNow ? 'Script as it is now' : `Script as it was ${time === null ? '' : sayWhen(time, minute)}`}
          isBusy={place.isLate}
          ref={surface}
        >
          {place.isLate ? <div className="reading-on" role="presentation" /> : null}
          <ShownScenes
            sections={shown.sections}
            isNarration={shown.isNarration}
            current={changes.current}
            foldsSame={view === 'changes'}
            when={moment === null ? '' : whenOf(moment)}
            onRestoreRow={steady.restoreRow}
            onRestoreScene={steady.restoreScene}
          />
          {moment !== null && shown.sections.length === 0 ? <p className="no-words">There were no words yet.</p> : null}
        </Paper>
      </div>
      <TimeLine
        timeline={timeline}
        ordinal={place.ordinal}
        held={held?.ordinal ?? null}
        isBusy={place.isLate}
        now={minute}
        onGo={place.go}
      />
      {naming === null ? null : (
        <MomentDialog
          title={naming.kind === 'new' ? 'Name this moment' : 'Rename this moment'}
          deed={naming.kind === 'new' ? 'Name it' : 'Rename it'}
          name={naming.kind === 'new' ? '' : naming.moment.name}
          when={sayAt(naming.kind === 'new' ? place.ordinal : naming.moment.ordinal)}
          onName={(name) =>
            naming.kind === 'new' ? moments.name(place.ordinal, name) : moments.rename(naming.moment, name)
          }
          onClose={() => setNaming(null)}
        />
      )}
    </Screen>
  );
}

/** The first row that is in sight: the script opens there. */
const topRow = (surface: HTMLElement | null): RowId | null =>
  surface === null ? null : (RowId.safeParse(firstInSight(surface)?.dataset['shown']).data ?? null);
