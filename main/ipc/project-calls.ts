import type { ProjectsDesk } from '../projects/projects-desk.ts';
import type { HandlersOf } from './handlers.ts';

export interface ProjectCallsOptions {
  readonly desk: Pick<ProjectsDesk, 'view' | 'create' | 'join' | 'move' | 'setStatus' | 'settleTitle'>;
  /** Scripts that belong to no account. */
  readonly local: LocalScripts;
}

/** Scripts that were written before anybody signed in, for whoever is signed in now. */
export interface LocalScripts {
  list(): ReturnType<HandlersOf<'projects'>['projects.local-scripts']>;
  take: HandlersOf<'projects'>['projects.take-local'];
}

export function projectCalls({ desk, local }: ProjectCallsOptions): HandlersOf<'projects'> {
  return {
    'projects.view': () => desk.view(),
    'projects.create': (project) => desk.create(project),
    'projects.join': ({ scriptId, projectId }) => desk.join(scriptId, projectId),
    'projects.move': ({ scriptId, projectId }) => desk.move(scriptId, projectId),
    'projects.set-status': ({ scriptId, status }) => desk.setStatus(scriptId, status),
    'projects.settle-title': ({ scriptId, keep }) => desk.settleTitle(scriptId, keep),
    'projects.local-scripts': () => local.list(),
    'projects.take-local': (script, windowId) => local.take(script, windowId),
  };
}
