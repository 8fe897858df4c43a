import { useState, type ReactNode } from 'react';
import { may, scriptStatuses, type ScriptStatus } from '../../app/access/roles.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { ProjectScript } from '../../app/ipc/projects.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from './choice.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { changeTrouble, statusMeanings, statusNames } from './project-words.ts';
import { projectScript, useProjects } from './use-projects.ts';

interface StatusDialogProps {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly onClose: () => void;
}

/** Changes where a script stands on its way to approval, and with it who may write. */
export function StatusDialog(props: StatusDialogProps): ReactNode {
  // Before it is known what may be chosen, the focus would go to "Cancel".
  const view = useProjects();
  return view === null ? null : <KnownStatus script={projectScript(view, props.scriptId)} {...props} />;
}

function KnownStatus({
  script,
  scriptId,
  title,
  onClose,
}: StatusDialogProps & { readonly script: ProjectScript | null }): ReactNode {
  const { client, notices } = useApp();
  const [wanted, setWanted] = useState<ScriptStatus | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const chosen = wanted ?? script?.status ?? null;
  const mayChange = script?.role != null && script.status !== null && may(script.role, 'set status', 'script');

  const change = async (status: ScriptStatus): Promise<void> => {
    try {
      const changed = await client.call('projects.set-status', { scriptId, status });
      const failure = changeTrouble(changed, 'change the status');
      if (failure !== null) return setTrouble(failure);
      notices.show({ text: `“${title}”: ${statusNames[status].toLowerCase()}.` });
      onClose();
    } catch (error) {
      setTrouble(troubleLine(error, 'change the status'));
    }
  };
  return (
    <Dialog title="Status" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null) void change(chosen);
        }}
      >
        <fieldset className="choices" disabled={!mayChange}>
          <legend className="hidden">Status of “{title}”</legend>
          {scriptStatuses.map((status) => (
            <Choice
              key={status}
              type="radio"
              group="status"
              checked={status === chosen}
              title={statusNames[status]}
              about={statusMeanings[status]}
              onChange={() => setWanted(status)}
            />
          ))}
        </fieldset>
        {mayChange ? null : (
          <p className="form-note">
            {script?.status === null
              ? 'The server does not have this script yet. It gets a status when there is a way.'
              : 'Your role in this project does not let you change this. Ask an internal member to do it.'}
          </p>
        )}
        {trouble === null ? null : (
          <p role="alert" className="form-trouble">
            {trouble}
          </p>
        )}
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main big" disabled={!mayChange || chosen === script?.status}>
            Change status
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
