import { useState, type ReactNode } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { changeTrouble } from './project-words.ts';

interface TitleDialogProps {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly titleThere: string;
  readonly onClose: () => void;
}

/** Two people gave a script a title at the same time: which one it is to be. */
export function TitleDialog({ scriptId, title, titleThere, onClose }: TitleDialogProps): ReactNode {
  const { client } = useApp();
  const [trouble, setTrouble] = useState<string | null>(null);
  const keep = async (which: 'mine' | 'theirs'): Promise<void> => {
    try {
      const failure = changeTrouble(await client.call('projects.settle-title', { scriptId, keep: which }), 'rename it');
      if (failure !== null) return setTrouble(failure);
      onClose();
    } catch (error) {
      setTrouble(troubleLine(error, 'rename it'));
    }
  };
  return (
    <Dialog title="Two titles" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep('mine');
        }}
      >
        <p className="soft">You renamed this script, and somebody else did meanwhile. Its words are not affected.</p>
        <dl className="two-titles">
          <dt>Yours</dt>
          <dd>{title}</dd>
          <dt>On the server</dt>
          <dd>{titleThere}</dd>
        </dl>
        {trouble === null ? null : (
          <p role="alert" className="form-trouble">
            {trouble}
          </p>
        )}
        <footer>
          <button type="button" className="btn big" onClick={() => void keep('theirs')}>
            Use the server’s
          </button>
          <button type="submit" className="btn main big">
            Keep mine
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
