import { useState, type ReactNode } from 'react';
import { may } from '../../app/access/roles.ts';
import { ProjectId, type OrganizationId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from './choice.tsx';
import { Keys } from '../ui/keys.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { changeTrouble } from './project-words.ts';
import { NO_PROJECTS, useProjects } from './use-projects.ts';

export function NewProjectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { client, newId, notices } = useApp();
  const organizations = (useProjects() ?? NO_PROJECTS).organizations.filter(({ role }) =>
    may(role, 'create', 'project'),
  );
  // One id for as long as the dialog is open: asking again after a lost answer makes one project.
  const [projectId] = useState(() => ProjectId.parse(newId()));
  const [chosen, setChosen] = useState<OrganizationId | null>(null);
  const [name, setName] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const organizationId = chosen ?? organizations[0]?.organizationId ?? null;

  const create = async (where: OrganizationId): Promise<void> => {
    try {
      const changed = await client.call('projects.create', { projectId, organizationId: where, name: name.trim() });
      const failure = changeTrouble(changed, 'make the project');
      if (failure !== null) return setTrouble(failure);
      notices.show({ text: `The project “${name.trim()}” is made.` });
      onClose();
    } catch (error) {
      setTrouble(troubleLine(error, 'make the project'));
    }
  };
  return (
    <Dialog title="New project" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (organizationId !== null && name.trim() !== '') void create(organizationId);
        }}
      >
        <label className="named">
          Name
          <span className="field">
            <input value={name} maxLength={200} required onChange={(event) => setName(event.currentTarget.value)} />
          </span>
        </label>
        {organizations.length < 2 ? null : (
          <fieldset className="choices">
            <legend>Organisation</legend>
            {organizations.map((each) => (
              <Choice
                key={each.organizationId}
                type="radio"
                group="organization"
                checked={each.organizationId === organizationId}
                title={each.name}
                onChange={() => setChosen(each.organizationId)}
              />
            ))}
          </fieldset>
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
          <button type="submit" className="btn main big" disabled={organizationId === null}>
            Make project <Keys accelerator="Enter" />
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
