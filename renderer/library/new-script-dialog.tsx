import { useState, type ReactNode } from 'react';
import { may } from '../../app/access/roles.ts';
import { ProjectId, ScriptId } from '../../app/ids.ts';
import type { TemplateName } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { changeTrouble } from '../projects/project-words.ts';
import { NO_PROJECTS, useProjects } from '../projects/use-projects.ts';
import type { Route } from '../router.ts';
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
  const { client, router, notices, newId } = useApp();
  const [chosen, setChosen] = useState(template);
  /** `null` while the title is still the template's own. */
  const [typed, setTyped] = useState<string | null>(null);
  const projects = (useProjects() ?? NO_PROJECTS).projects.filter(
    ({ archivedAt, role }) => archivedAt === null && may(role, 'create', 'script'),
  );
  /** `undefined` while the person has not chosen: then it is the project that the library shows. */
  const [wanted, setWanted] = useState<ProjectId | null | undefined>(undefined);
  const [trouble, setTrouble] = useState<string | null>(null);
  const shown = partShown(router.get());
  const projectId =
    wanted === undefined ? (projects.find((each) => each.projectId === shown)?.projectId ?? null) : wanted;
  const title = typed ?? templateCards[chosen].title;

  const create = async (): Promise<void> => {
    const scriptId = ScriptId.parse(newId());
    try {
      await client.call('library.create', { scriptId, title: title.trim(), template: chosen });
      const joined = projectId === null ? null : await client.call('projects.join', { scriptId, projectId });
      const failure = joined === null ? null : changeTrouble(joined, 'put it into the project');
      if (failure !== null) notices.show({ text: failure });
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
        {projects.length === 0 ? null : (
          <label className="named">
            Project
            <span className="field">
              <select
                value={projectId ?? ''}
                onChange={(event) => setWanted(ProjectId.safeParse(event.currentTarget.value).data ?? null)}
              >
                <option value="">None: only on this device</option>
                {projects.map((each) => (
                  <option key={each.projectId} value={each.projectId}>
                    {each.name}
                  </option>
                ))}
              </select>
            </span>
          </label>
        )}
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

const partShown = (route: Route): string | null => (route.kind === 'library' ? (route.part ?? null) : null);
