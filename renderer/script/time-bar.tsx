import type { ReactNode } from 'react';
import type { SceneId } from '../../app/ids.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptPosition } from '../editor/position.ts';
import { useReadable } from '../ui/use-readable.ts';
import { clockTime, counted } from '../ui/words.ts';
import { spareWords } from './spare-words.ts';
import type { SceneShape, ScriptShape } from './script-shape.ts';

/** With more scenes than this a block is too narrow to be aimed at; the outline then is the way to jump. */
const MOST_BLOCKS = 24;

interface TimeBarProps {
  readonly shape: Readable<ScriptShape>;
  readonly position: Readable<ScriptPosition>;
  readonly onGo: (sceneId: SceneId) => void;
  /** Absent where the script may only be read. */
  readonly onSetLength?: () => void;
}

export function TimeBar({ shape, position, onGo, onSetLength }: TimeBarProps): ReactNode {
  const { scenes, openingSeconds, totalSeconds, targetSeconds, wordsPerMinute } = useReadable(shape);
  const { sceneId, rowNumber, rowCount } = useReadable(position);
  const spare = spareWords(totalSeconds, targetSeconds);
  return (
    <footer className="timebar" aria-label="Running time">
      <button
        type="button"
        className="btn bare running-time"
        disabled={onSetLength === undefined}
        aria-label={lengthLabel(totalSeconds, targetSeconds)}
        onClick={onSetLength}
      >
        <span>
          <time className="total">{clockTime(totalSeconds)}</time>
          {targetSeconds === null ? '' : ` of ${clockTime(targetSeconds)}`}
        </span>
      </button>
      {spare === null ? null : <span className={spare.isOver ? 'over-time' : undefined}>{spare.words}</span>}
      <div className="ribbon" role="group" aria-label="Scenes by length">
        {openingSeconds > 0 ? <span className="block" style={shareOf(openingSeconds)} /> : null}
        {scenes.map((scene) => (
          <Block
            key={scene.id}
            scene={scene}
            current={scene.id === sceneId}
            reachable={scenes.length <= MOST_BLOCKS}
            onGo={onGo}
          />
        ))}
        {targetSeconds !== null && targetSeconds > totalSeconds ? (
          <span className="rest" style={shareOf(targetSeconds - totalSeconds)} />
        ) : null}
        {spare?.isOver && targetSeconds !== null ? (
          <span className="excess" style={{ width: `${((totalSeconds - targetSeconds) / totalSeconds) * 100}%` }} />
        ) : null}
      </div>
      <span className="if-wide">{wordsPerMinute} words a minute</span>
      <span className="if-wide where-in-rows">
        {rowNumber === null ? counted(rowCount, 'row') : `Row ${rowNumber} of ${rowCount}`}
      </span>
    </footer>
  );
}

interface BlockProps {
  readonly scene: SceneShape;
  readonly current: boolean;
  readonly reachable: boolean;
  readonly onGo: (sceneId: SceneId) => void;
}

function Block({ scene, current, reachable, onGo }: BlockProps): ReactNode {
  const { id, number, heading, seconds } = scene;
  // A scene without words still has a place in the film.
  const style = shareOf(Math.max(seconds, 0.5));
  if (!reachable)
    return <span className="block narrow" style={style} aria-current={current ? 'location' : undefined} />;
  return (
    <button
      type="button"
      className="block"
      style={style}
      title={`${heading === '' ? 'Untitled scene' : heading}, ${clockTime(seconds)}`}
      aria-current={current ? 'location' : undefined}
      onClick={() => onGo(id)}
    >
      <span>{number ?? '–'}</span>
      <span className="clip">{heading}</span>
    </button>
  );
}

/** Shares that add up to less than one would leave a part of the ribbon empty. */
const shareOf = (seconds: number): { readonly flexGrow: number } => ({ flexGrow: seconds * 100 });

function lengthLabel(totalSeconds: number, targetSeconds: number | null): string {
  return targetSeconds === null
    ? `Running time ${clockTime(totalSeconds)}. Set a target and the pace`
    : `Running time ${clockTime(totalSeconds)} of ${clockTime(targetSeconds)}. Change target and pace`;
}
