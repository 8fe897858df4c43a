import { Dialog } from '@base-ui/react/dialog';
import { useCallback, useState, useSyncExternalStore, type ReactNode } from 'react';
import { cellText } from '../../app/script/content.ts';
import type { Deleted } from '../../app/script/outline.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { Icon } from '../ui/icon.tsx';
import { moment, timeAgo } from '../ui/words.ts';
import type { ScriptBoard } from './script-board.ts';

interface DeletedListProps {
  readonly board: ScriptBoard;
  readonly onClose: () => void;
}

/** Everything that was deleted and can come back: nothing is ever removed from a script. */
export function DeletedList({ board, onClose }: DeletedListProps): ReactNode {
  const { model, commands } = board;
  // The outline is the same object until the structure changes, and with it the list.
  const subscribe = useCallback((listener: () => void) => model.onChange(listener), [model]);
  useSyncExternalStore(subscribe, () => model.outline());
  const deleted = model.deleted();
  const [now] = useState(() => new Date());
  const restore = (thing: Deleted): void => {
    if (thing.kind === 'row') commands.rows.restore([thing.id]);
    else commands.scenes.restore(thing.id);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="deleted-list" finalFocus={false}>
          <header className="line">
            <Dialog.Title className="grow">Deleted rows and scenes</Dialog.Title>
            <Dialog.Close className="btn bare square" aria-label="Close">
              <Icon name="x" />
            </Dialog.Close>
          </header>
          {deleted.length === 0 ? (
            <p className="quiet">
              Nothing is deleted here. What you delete waits in this list for as long as the script lives.
            </p>
          ) : (
            <ul>
              {deleted.map((thing) => (
                <li key={thing.id}>
                  <Icon name={thing.kind === 'row' ? 'file-text' : 'clapperboard'} />
                  <span className="words">{excerpt(model, thing)}</span>
                  <time className="quiet small" title={moment(new Date(thing.at))}>
                    {timeAgo(new Date(thing.at), now)}
                  </time>
                  <button type="button" className="btn" onClick={() => restore(thing)} disabled={board.isReadOnly}>
                    {thing.kind === 'row' ? 'Bring row back' : 'Bring scene back'}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function excerpt(model: ScriptModel, thing: Deleted): string {
  if (thing.kind === 'scene') return model.headingText(thing.id) || 'Untitled scene';
  const words = (['audio', 'video'] as const)
    .map((kind) => model.cell({ rowId: thing.id, kind }))
    .map((cell) => (cell ? cellText(cell).replaceAll(/\s+/g, ' ').trim() : ''))
    .filter((text) => text !== '');
  return words.join(' · ') || 'Empty row';
}
