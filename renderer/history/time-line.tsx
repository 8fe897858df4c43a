import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Timeline } from '../../app/ipc/history.ts';
import { Hint } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import { LineLayout, roomFor } from './line-layout.ts';
import { sayEdit, sayMoment, shortDay } from './say-moment.ts';
import { sittingsOf, timeOf } from './sittings.ts';

/** The longest name of a day, and the room after it. */
const DAY_NAME_PX = 84;

interface TimeLineProps {
  readonly timeline: Timeline;
  readonly ordinal: number;
  /** A moment that is held on to, to be compared with. */
  readonly held: number | null;
  readonly isBusy: boolean;
  readonly now: Date;
  readonly onGo: (ordinal: number) => void;
}

/** The whole past of a script as one line: sittings as bars, days under them, named moments as flags. */
export function TimeLine({ timeline, ordinal, held, isBusy, now, onGo }: TimeLineProps): ReactNode {
  const { strokes, moments, count } = timeline;
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const [pointed, setPointed] = useState<number | null>(null);
  const layout = useMemo(() => new LineLayout(sittingsOf(strokes, roomFor(width)), width), [strokes, width]);
  const sayAt = (place: number): string => {
    const time = timeOf(strokes, place);
    return time === null ? 'before the first edit' : sayMoment(time, now);
  };
  const sitting = layout.bars.findIndex(({ sitting: { last } }) => ordinal <= last);
  const go = (to: number): void => onGo(Math.max(1, Math.min(count, to)));
  const move = (event: KeyboardEvent): void => {
    const to = placeFor(event.key, ordinal, layout, count);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  };
  const placeAt = ({ clientX }: PointerEvent): number =>
    layout.ordinalAt(clientX - (track.current?.getBoundingClientRect().left ?? 0));
  return (
    <footer className="past-line" aria-label="Time line">
      <Hint text="One edit back">
        {(tie) => (
          <button
            type="button"
            className="btn bare square"
            aria-label="One edit back"
            aria-disabled={ordinal <= 1}
            onClick={() => go(ordinal - 1)}
            {...tie}
          >
            <Icon name="chevron-left" />
          </button>
        )}
      </Hint>
      <div className="past-track">
        <div className="flags">
          {moments.map(({ momentId, ordinal: at, name }) => (
            <button
              key={momentId}
              type="button"
              tabIndex={-1}
              className="flag"
              aria-label={`${name}, ${sayAt(at)}`}
              title={`${name}, ${sayAt(at)}`}
              aria-pressed={at === ordinal}
              style={{ insetInlineStart: `${layout.xOf(at)}px` }}
              onClick={() => go(at)}
            >
              <Icon name="flag" size={14} />
            </button>
          ))}
        </div>
        <div
          ref={track}
          className="bars"
          role="slider"
          tabIndex={0}
          aria-label="Moment"
          aria-valuemin={1}
          aria-valuemax={Math.max(1, count)}
          aria-valuenow={ordinal}
          aria-valuetext={`${sayAt(ordinal)}, ${sayEdit(ordinal, count)}`}
          aria-busy={isBusy}
          onKeyDown={move}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            go(placeAt(event));
          }}
          onPointerMove={(event) => {
            const at = placeAt(event);
            if (event.currentTarget.hasPointerCapture(event.pointerId)) go(at);
            setPointed(at);
          }}
          onPointerLeave={() => setPointed(null)}
        >
          {layout.bars.map((bar, index) => (
            <span
              key={bar.sitting.first}
              className={index === sitting ? 'sitting is-here' : index < sitting ? 'sitting is-past' : 'sitting'}
              style={{ insetInlineStart: `${bar.left}px`, inlineSize: `${bar.width}px` }}
            />
          ))}
          {held === null ? null : <span className="held-at" style={{ insetInlineStart: `${layout.xOf(held)}px` }} />}
          <span className="here-at" style={{ insetInlineStart: `${layout.xOf(ordinal)}px` }} />
          {pointed === null || pointed === ordinal ? null : (
            <span className="pointed-at" aria-hidden="true" style={{ insetInlineStart: `${layout.xOf(pointed)}px` }}>
              <span>{sayAt(pointed)}</span>
            </span>
          )}
        </div>
        <div className="days" aria-hidden="true">
          {layout.namedDays(DAY_NAME_PX).map(({ at, left }) => (
            <span key={`${at} ${left}`} style={{ insetInlineStart: `${left}px` }}>
              {shortDay(at, now)}
            </span>
          ))}
        </div>
      </div>
      <Hint text="One edit forward">
        {(tie) => (
          <button
            type="button"
            className="btn bare square"
            aria-label="One edit forward"
            aria-disabled={ordinal >= count}
            onClick={() => go(ordinal + 1)}
            {...tie}
          >
            <Icon name="chevron-right" />
          </button>
        )}
      </Hint>
    </footer>
  );
}

/** Where a key leads: arrows one edit, Page Up and Page Down a sitting, Home and End to the ends. */
function placeFor(key: string, ordinal: number, { bars }: LineLayout, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return ordinal - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return ordinal + 1;
    case 'PageDown':
      return bars.findLast(({ sitting: { last } }) => last < ordinal)?.sitting.last ?? 1;
    case 'PageUp':
      return bars.find(({ sitting: { last } }) => last > ordinal)?.sitting.last ?? count;
    case 'Home':
      return 1;
    case 'End':
      return count;
    default:
      return null;
  }
}

function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
