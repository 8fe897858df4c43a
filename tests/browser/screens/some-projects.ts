import { OrganizationId, PersonId, ProjectId, type ScriptId } from '../../../app/ids.ts';
import type { ProjectScript, ProjectsView } from '../../../app/ipc/projects.ts';
import type { Machine } from '../../support/machine.ts';

export const LANTERN = ProjectId.parse('6f1e0f6e-5b8e-4d53-9f4b-0a4f6a1c0001');
export const TRAMS = ProjectId.parse('6f1e0f6e-5b8e-4d53-9f4b-0a4f6a1c0002');
const ORGANIZATION = OrganizationId.parse('6f1e0f6e-5b8e-4d53-9f4b-0a4f6a1c0003');
const PERSON = PersonId.parse('6f1e0f6e-5b8e-4d53-9f4b-0a4f6a1c0004');

const project = (projectId: ProjectId, name: string, role: ProjectsView['projects'][number]['role']) => {
  return { projectId, organizationId: ORGANIZATION, organization: 'Northlight Films', name, role, archivedAt: null };
};

export const scriptOf = (scriptId: ScriptId, of: Partial<ProjectScript> = {}): ProjectScript => {
  const usual = { projectId: LANTERN, status: 'draft', role: 'internal', dueAt: null } as const;
  return { scriptId, ...usual, hasAccess: true, titleThere: null, ...of };
};

/** What an internal member of an organisation with two projects may reach. */
export function projectsOf(
  scripts: readonly ProjectScript[],
  { role = 'internal' }: { readonly role?: 'internal' | 'freelancer' } = {},
): ProjectsView {
  return {
    person: { personId: PERSON, name: 'Ines Internal' },
    organizations: role === 'internal' ? [{ organizationId: ORGANIZATION, name: 'Northlight Films', role }] : [],
    projects: [project(LANTERN, 'Lanternby', role), project(TRAMS, 'Ostrava Night Trams', role)],
    scripts: [...scripts],
    storage: { usedBytes: 212 * 1024 ** 2, budgetBytes: 2 * 1024 ** 3 },
  };
}

export const showing =
  (view: (ids: readonly ScriptId[]) => ProjectsView) =>
  (machine: Machine, ids: readonly ScriptId[]): void =>
    machine.lie('projects.view', view(ids));
