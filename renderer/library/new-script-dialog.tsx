import { useState, type ReactNode } from 'react';
import { ScriptId } from '../../app/ids.ts';
import type { TemplateName } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { TemplateChoice } from './template-choice.tsx';
import { templateCards } from './templates.ts';

interface NewScriptDialogProps {
  readonly template: TemplateName;
  readonly onClose: () => void;
}

export function NewScriptDialog({ template, onClose }: NewScriptDialogProps): ReactNode {
  const { client, router, newId } = useApp();
  const [chosen, setChosen] = useState(template);
  /** `null` while the title is still the template's own. */
  const [typed, setTyped] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const title = typed ?? templateCards[chosen].title;

  const create = async (): Promise<void> => {
    const scriptId = ScriptId.parse(newId());
    try {
      await client.call('library.create', { scriptId, title: title.trim(), template: chosen });
      onClose();
      router.go({ kind: 'script', scriptId, rowId: null });
    } catch (error) {
      setTrouble(troubleLine(error, 'make the script'));
    }
  };
  return (
    <Dialog title="New script" width="wide" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '') void create();
        }}
      >
        <label className="named">
          Title
          <span className="field">
            <input
              value={title}
              maxLength={200}
              required
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </span>
        </label>
        <TemplateChoice chosen={chosen} onChoose={setChosen} />
        {trouble === null ? null : (
          <p role="alert" className="form-trouble">
            {trouble}
          </p>
        )}
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main big">
            Create script <Keys accelerator="Enter" />
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
