import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import type { SceneId } from '../../app/ids.ts';
import type { Peer } from '../../app/ipc/together.ts';
import type { Outline } from '../../app/script/outline.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptPosition } from '../editor/position.ts';
import { Avatar } from '../together/avatar.tsx';
import { ALONE, peopleByScene } from '../together/people.ts';
import { firstName } from '../together/person.ts';
import { acceleratorOf } from '../ui/hint.tsx';
import { Keys } from '../ui/keys.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { clockTime, spokenTime } from '../ui/words.ts';
import type { ScriptShape } from './script-shape.ts';

interface OutlinePaneProps {
  readonly shape: Readable<ScriptShape>;
  readonly position: Readable<ScriptPosition>;
  /** Who else is here, while that is known. */
  readonly together?: { readonly peers: Readable<readonly Peer[]>; readonly outline: () => Outline };
  readonly onGo: (sceneId: SceneId) => void;
  /** In a narrow window it lies over the words, and Escape takes it away. */
  readonly onClose?: () => void;
}

export function OutlinePane({ shape, position, together, onGo, onClose }: OutlinePaneProps): ReactNode {
  const { scenes } = useReadable(shape);
  const { sceneId: current } = useReadable(position);
  const people = peopleIn(useReadable(together?.peers ?? ALONE), together?.outline);
  const pane = useRef<HTMLElement>(null);
  const isOver = onClose !== undefined;
  const close = useEffectEvent(() => onClose?.());
  useEffect(() => {
    const element = pane.current;
    if (!isOver || element === null) return undefined;
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    element.addEventListener('keydown', closeOnEscape);
    element.querySelector<HTMLElement>('[aria-current], button')?.focus();
    return () => element.removeEventListener('keydown', closeOnEscape);
  }, [isOver]);
  return (
    <nav ref={pane} className={isOver ? 'side outline over' : 'side outline'} aria-label="Outline">
      <h2>
        Scenes <span className="num">{scenes.length}</span>
      </h2>
      {scenes.map(({ id, number, heading, seconds }) => (
        <button
          key={id}
          type="button"
          className="item scene-item"
          aria-current={id === current ? 'location' : undefined}
          onClick={() => onGo(id)}
        >
          <span className="num">{number ?? '–'}</span>
          <span className={heading === '' ? 'quiet' : undefined}>{heading === '' ? 'Untitled scene' : heading}</span>
          <time className="num" aria-label={spokenTime(seconds)}>
            {clockTime(seconds)}
          </time>
          <PeopleInScene people={people.get(id) ?? []} />
        </button>
      ))}
      {scenes.length === 0 ? (
        <p className="outline-empty">
          A scene holds rows that belong together. <Keys accelerator={acceleratorOf('scene.add') ?? ''} spoken /> begins
          one.
        </p>
      ) : null}
    </nav>
  );
}

const peopleIn = (
  peers: readonly Peer[],
  outline: (() => Outline) | undefined,
): ReadonlyMap<SceneId, readonly Peer[]> =>
  peers.length === 0 || outline === undefined ? new Map() : peopleByScene(peers, outline());

/** So many are named; a whole crew in one scene is a number. */
const NAMED = 3;

function PeopleInScene({ people }: { readonly people: readonly Peer[] }): ReactNode {
  if (people.length === 0) return null;
  const rest = people.length - NAMED;
  return (
    <span className="here">
      {people.slice(0, NAMED).map(({ presenceId, personId, name }) => (
        <span key={presenceId}>
          <Avatar personId={personId} name={name} isSmall />
          <span className="clip">{firstName(name)}</span>
        </span>
      ))}
      {rest > 0 ? <span>and {rest} more</span> : null}
    </span>
  );
}
