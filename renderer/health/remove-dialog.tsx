import { useState, type FormEvent, type ReactNode } from 'react';
import type { Stroke } from '../../app/ipc/history.ts';
import type { ScriptStorage, Unsent } from '../../app/ipc/storage.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { codeOf, troubleLine } from '../ui/trouble.ts';
import { counted, moment, timeAgo } from '../ui/words.ts';
import { sizeOf } from './sizes.ts';
import { totalOf } from './storage-total.ts';
import { useAnswer } from './use-answer.ts';

interface RemoveDialogProps {
  readonly script: ScriptStorage;
  readonly now: Date;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** So many stretches of work are seen at once; the older ones unfold. */
const LISTED = 8;

/** Removing is for good, so it is asked: with the list of what is nowhere else, and for exactly that. */
export function RemoveDialog({ script, now, onClose, onRemoved }: RemoveDialogProps): ReactNode {
  const { client, notices } = useApp();
  const [turn, setTurn] = useState(0);
  const [agreedTo, setAgreedTo] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const unsent = useAnswer('storage.unsent', { scriptId: script.scriptId }, turn);
  const count = unsent.kind === 'there' ? unsent.value.count : null;
  const mayRemove = count !== null && (count === 0 || agreedTo === count);

  const remove = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (count === null || !mayRemove) return;
    try {
      await client.call('storage.remove-script', { scriptId: script.scriptId, confirmedUnsent: count });
      notices.show({ text: `“${script.title}” is removed from this device. Its last state is in the backups.` });
      onRemoved();
    } catch (error) {
      setTrouble(troubleLine(error, `remove “${script.title}”`));
      // What is nowhere else has changed meanwhile: it is shown anew and asked for anew.
      if (codeOf(error) === 'conflict') setTurn((before) => before + 1);
    }
  };
  return (
    <Dialog title={`Remove “${script.title}” from this device`} onClose={onClose}>
      <form className="removing" onSubmit={(event) => void remove(event)}>
        <p>
          This frees {sizeOf(totalOf(script))} and cannot be undone. The script’s history goes with it; its last state
          stays in the backups for as long as they are kept.
        </p>
        {unsent.kind === 'loading' ? <p aria-busy="true">Looking at what is nowhere else…</p> : null}
        {unsent.kind === 'failed' ? <p>{troubleLine(unsent.error, 'see what is nowhere else')}</p> : null}
        {unsent.kind === 'there' ? <Nowhere unsent={unsent.value} now={now} /> : null}
        {count === null || count === 0 ? null : (
          <label className="agree">
            <input
              type="checkbox"
              checked={agreedTo === count}
              onChange={(event) => setAgreedTo(event.currentTarget.checked ? count : null)}
            />
            <span>Remove {count === 1 ? 'this edit' : `these ${counted(count, 'edit')}`}, which nobody else has</span>
          </label>
        )}
        {trouble === null ? null : <p role="alert">{trouble}</p>}
        <footer>
          <button
            type="button"
            className="btn big bare"
            onClick={() => {
              client.call('files.export', { scriptId: script.scriptId, format: 'markdown' }).then(
                (fileName) => {
                  if (fileName !== null) setTrouble(`A copy is saved as ${fileName}.`);
                },
                (error: unknown) => setTrouble(troubleLine(error, `export “${script.title}”`)),
              );
            }}
          >
            Export a copy first…
          </button>
          <span className="grow" />
          <button type="button" className="btn big" onClick={onClose}>
            Keep it
          </button>
          <button type="submit" className="btn main big" aria-disabled={!mayRemove}>
            Remove
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Nowhere({ unsent: { count, strokes }, now }: { readonly unsent: Unsent; readonly now: Date }): ReactNode {
  if (count === 0) return <p>Everything in it is also elsewhere. Nothing would be lost.</p>;
  const newest = strokes.toReversed();
  const older = newest.slice(LISTED);
  return (
    <>
      <p>
        <b>
          {counted(count, 'edit')} of it {count === 1 ? 'is' : 'are'} only on this device:
        </b>
      </p>
      <Strokes strokes={newest.slice(0, LISTED)} now={now} />
      {older.length === 0 ? null : (
        <details className="older">
          <summary>And {counted(editsIn(older), 'edit')} before that</summary>
          <Strokes strokes={older} now={now} />
        </details>
      )}
    </>
  );
}

function Strokes({ strokes, now }: { readonly strokes: readonly Stroke[]; readonly now: Date }): ReactNode {
  return (
    <ul className="strokes">
      {strokes.map((stroke) => (
        <li key={stroke.first}>
          <time dateTime={new Date(stroke.lastAt).toISOString()} title={moment(new Date(stroke.lastAt))}>
            {timeAgo(new Date(stroke.lastAt), now)}
          </time>
          <span className="num">{counted(editsIn([stroke]), 'edit')}</span>
        </li>
      ))}
    </ul>
  );
}

const editsIn = (strokes: readonly Stroke[]): number =>
  strokes.reduce((sum, { first, last }) => sum + last - first + 1, 0);
