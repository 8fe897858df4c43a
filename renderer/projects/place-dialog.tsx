import { useState, type ReactNode } from 'react';
import { may } from '../../app/access/roles.ts';
import type { ProjectId, ScriptId } from '../../app/ids.ts';
import type { ProjectsView, ProjectSummary } from '../../app/ipc/projects.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from './choice.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { changeTrouble } from './project-words.ts';
import { projectScript, useProjects } from './use-projects.ts';

interface PlaceDialogProps {
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly onClose: () => void;
}

/** Puts a script of this device into a project, or one of a project into another. */
export function PlaceDialog(props: PlaceDialogProps): ReactNode {
  // Before there is something to choose, the focus would go to "Cancel".
  const view = useProjects();
  return view === null ? null : <KnownPlaces view={view} {...props} />;
}

function KnownPlaces({
  view,
  scriptId,
  title,
  onClose,
}: PlaceDialogProps & { readonly view: ProjectsView }): ReactNode {
  const { client, notices } = useApp();
  const [chosen, setChosen] = useState<ProjectId | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const there = projectScript(view, scriptId);
  const open = view.projects.filter(
    ({ projectId, archivedAt }) => archivedAt === null && projectId !== there?.projectId,
  );
  const verb = there === null ? 'create' : 'move';
  const allowed = open.filter(({ role }) => may(role, verb, 'script'));

  const put = async (projectId: ProjectId): Promise<void> => {
    const deed = there === null ? 'put it into the project' : 'move it';
    try {
      const changed = await client.call(there === null ? 'projects.join' : 'projects.move', { scriptId, projectId });
      const failure = changeTrouble(changed, deed);
      if (failure !== null) return setTrouble(failure);
      const name = view.projects.find((each) => each.projectId === projectId)?.name ?? 'the project';
      const later = changed.kind === 'later' ? ' It goes there when there is a way to the server.' : '';
      notices.show({ text: `“${title}” belongs to ${name} now.${later}` });
      onClose();
    } catch (error) {
      setTrouble(troubleLine(error, deed));
    }
  };
  return (
    <Dialog title={there === null ? 'Put into a project' : 'Move to another project'} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null) void put(chosen);
        }}
      >
        <p className="soft">
          {there === null
            ? `Everybody of the project will read “${title}”, with everything that was ever written in it.`
            : `“${title}” leaves the people of its project, and those of the other one will read it.`}
        </p>
        {allowed.length === 0 ? (
          <p className="form-note">
            {open.length === 0
              ? 'There is no other project that you are in.'
              : 'Your role in your projects does not let you add scripts. Ask an internal member to do it.'}
          </p>
        ) : (
          <ProjectChoice projects={allowed} chosen={chosen} onChoose={setChosen} />
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
          <button type="submit" className="btn main big" disabled={chosen === null}>
            {there === null ? 'Put into project' : 'Move script'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface ProjectChoiceProps {
  readonly projects: readonly ProjectSummary[];
  readonly chosen: ProjectId | null;
  readonly onChoose: (projectId: ProjectId) => void;
}

const ProjectChoice = ({ projects, chosen, onChoose }: ProjectChoiceProps): ReactNode => (
  <fieldset className="choices">
    <legend className="hidden">Project</legend>
    {projects.map(({ projectId, name, organization }) => (
      <Choice
        key={projectId}
        type="radio"
        group="project"
        checked={projectId === chosen}
        title={name}
        about={organization}
        onChange={() => onChoose(projectId)}
      />
    ))}
  </fieldset>
);
