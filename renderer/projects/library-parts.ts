import type { ScriptId } from '../../app/ids.ts';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import type { LibraryPart } from '../router.ts';

/** In which part of the library a script stands: its project's, or with those that are only on this device. */
export const partOf = (view: ProjectsView, scriptId: ScriptId): LibraryPart =>
  view.scripts.find((script) => script.scriptId === scriptId)?.projectId ?? 'only-here';

/** What a part is called above its list. */
export const partName = (view: ProjectsView, part: LibraryPart): string =>
  part === 'only-here'
    ? 'Only on this device'
    : (view.projects.find(({ projectId }) => projectId === part)?.name ?? 'A project you left');
