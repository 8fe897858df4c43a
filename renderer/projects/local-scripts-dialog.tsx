import { useState, type ReactNode } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from './choice.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { counted, timeAgo } from '../ui/words.ts';
import { useLocalScripts } from './use-local-scripts.ts';

/** Scripts that were written before anybody signed in: the person says which of them are this account's. */
export function LocalScriptsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client, notices, now } = useApp();
  const scripts = useLocalScripts();
  const [left, setLeft] = useState<ReadonlySet<ScriptId>>(new Set());
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const chosen = scripts.filter(({ scriptId }) => !left.has(scriptId));

  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      for (const { scriptId } of chosen) await client.call('projects.take-local', { scriptId });
      notices.show({ text: `${counted(chosen.length, 'script')} came into this account with all history.` });
      onClose();
    } catch (error) {
      setTrouble(troubleLine(error, 'take every one of them'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title="From before you signed in" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        <p className="soft">
          These scripts are on this device and belong to no account. Those you take come with their whole history, and
          stay only on this device until you put them into a project. The originals go to the trash without account.
        </p>
        <fieldset className="choices" disabled={isBusy}>
          <legend className="hidden">Scripts to take</legend>
          {scripts.map(({ scriptId, title, editedAt, words }) => (
            <Choice
              key={scriptId}
              type="checkbox"
              group="local"
              checked={!left.has(scriptId)}
              title={title}
              about={`${counted(words, 'word')}, ${timeAgo(new Date(editedAt), now())}`}
              onChange={() => setLeft(toggled(left, scriptId))}
            />
          ))}
        </fieldset>
        {trouble === null ? null : (
          <p role="alert" className="form-trouble">
            {trouble}
          </p>
        )}
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main big" disabled={isBusy || chosen.length === 0}>
            Take {counted(chosen.length, 'script')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function toggled(left: ReadonlySet<ScriptId>, scriptId: ScriptId): ReadonlySet<ScriptId> {
  const after = new Set(left);
  if (!after.delete(scriptId)) after.add(scriptId);
  return after;
}
