import { need, type Deed } from './deeds.ts';
import { cast, idOf, organisationOf, personId, placeOf, type Person, type Project } from './people.ts';
import { organisationId, projectId } from './planted-people.ts';
import { updateId, type PlantedScript } from './scripts.ts';

const SIBLING = { A1: 'A2', A2: 'A1', B1: 'B2', B2: 'B1' } as const satisfies Record<Project, Project>;
const FOREIGN = { A1: 'B1', A2: 'B1', B1: 'A1', B2: 'A1' } as const satisfies Record<Project, Project>;

/** Zeros as a chain, in hex: that of a log which holds nothing. */
const NO_CHAIN_HEX = '0'.repeat(64);

const freshUpdate = (script: string, person: Person | undefined) => ({
  id: idOf(`pushed to ${script} by ${person ?? 'nobody'}`),
  format: 1,
  bytes: 'AAA=',
});

/** Whatever can be called about one script. */
export function scriptDeeds({ id, label, project, status }: PlantedScript): readonly Deed[] {
  const place = placeOf(project);
  const about = label;
  const write = need('write', 'live text', place, { status });
  const read = need('read', 'live text', place);
  return [
    {
      routine: 'push_updates',
      about,
      arguments: (person) => ({ script_id: id, updates: [freshUpdate(label, person)] }),
      needs: [write],
    },
    {
      routine: 'push_updates',
      about: `${label} in another's name`,
      arguments: (person) => ({ script_id: id, updates: [{ ...freshUpdate(label, person), author: personId('abe') }] }),
      needs: [write],
    },
    {
      routine: 'push_updates',
      about: `${label} under an id of the log`,
      arguments: () => ({ script_id: id, updates: [{ id: updateId(label, 1), format: 1, bytes: 'AAA=' }] }),
      needs: [need('write', 'live text', place, { status: 'draft' })],
      answer: () => 'other-bytes',
    },
    {
      routine: 'pull_updates',
      about,
      arguments: () => ({ script_id: id, position: 0, chain: NO_CHAIN_HEX, max_bytes: 100_000 }),
      needs: [read],
    },
    {
      routine: 'missing_updates',
      about,
      arguments: () => ({ script_id: id, ids: [updateId(label, 1)] }),
      needs: [read],
    },
    {
      routine: 'seen',
      about,
      arguments: (person) => ({ script_id: id, device_id: idOf(`device of ${person ?? 'nobody'}`), position: 1 }),
      needs: [need('send', 'presence', place)],
    },
    {
      routine: 'set_status',
      about,
      arguments: () => ({ script_id: id, status: status === 'draft' ? 'in_review' : 'draft', expected_version: 1 }),
      needs: [need('set status', 'script', place)],
    },
    {
      routine: 'rename_script',
      about,
      arguments: () => ({ script_id: id, title: 'renamed', expected_version: 1 }),
      needs: [need('rename', 'script', place)],
    },
    {
      routine: 'move_script',
      about: `${label} to the project beside it`,
      arguments: () => ({ script_id: id, project_id: projectId(SIBLING[project]), expected_version: 1 }),
      needs: [need('move', 'script', place), need('move', 'script', placeOf(SIBLING[project]))],
    },
    {
      routine: 'move_script',
      about: `${label} to another organisation`,
      arguments: () => ({ script_id: id, project_id: projectId(FOREIGN[project]), expected_version: 1 }),
      needs: [need('move', 'script', place), need('move', 'script', placeOf(FOREIGN[project]))],
    },
    {
      routine: 'create_script',
      about: `taking ${label} into A1`,
      arguments: () => ({ script_id: id, project_id: projectId('A1'), title: 'taken' }),
      needs: [need('create', 'script', placeOf('A1'))],
      // Whoever made it there repeats what they did.
      answer: (person) => (project === 'A1' && person === cast[project].staff ? undefined : 'already-done'),
    },
  ];
}

/** Whatever can be called about one project and its organisation. */
export function projectDeeds(project: Project): readonly Deed[] {
  const place = placeOf(project);
  const organisation = organisationOf(project);
  const mine = (person: Person | undefined, what: string): string =>
    idOf(`${what} of ${person ?? 'nobody'} in ${project}`);
  return [
    {
      routine: 'create_script',
      about: project,
      arguments: (person) => ({ script_id: mine(person, 'script'), project_id: projectId(project), title: 'new' }),
      needs: [need('create', 'script', place)],
    },
    {
      routine: 'rename_project',
      about: project,
      arguments: () => ({ project_id: projectId(project), name: 'renamed', expected_version: 1 }),
      needs: [need('rename', 'project', place)],
    },
    {
      routine: 'archive_project',
      about: project,
      arguments: () => ({ project_id: projectId(project), archived: true, expected_version: 1 }),
      needs: [need('archive', 'project', place)],
    },
    {
      routine: 'create_project',
      about: `in ${organisation}, beside ${project}`,
      arguments: (person) => ({
        project_id: mine(person, 'project'),
        organization_id: organisationId(organisation),
        name: 'new',
      }),
      needs: [need('read', 'organisation', { organisation }), need('create', 'project', { organisation })],
    },
    {
      routine: 'create_project',
      about: `taking ${project} into A`,
      arguments: () => ({ project_id: projectId(project), organization_id: organisationId('A'), name: 'taken' }),
      needs: [need('read', 'organisation', { organisation: 'A' }), need('create', 'project', { organisation: 'A' })],
      answer: (person) => (organisation === 'A' && person === cast[project].admin ? undefined : 'already-done'),
    },
  ];
}

export const commonDeeds: readonly Deed[] = [
  {
    routine: 'create_organization',
    about: 'a new one',
    arguments: (person) => ({
      organization_id: idOf(`organisation of ${person ?? 'nobody'}`),
      name: 'new',
      person_name: 'somebody',
    }),
    needs: [need('create', 'organisation')],
  },
  {
    routine: 'create_organization',
    about: 'taking B',
    arguments: () => ({ organization_id: organisationId('B'), name: 'taken', person_name: 'somebody' }),
    needs: [need('create', 'organisation')],
    answer: () => 'already-done',
  },
  {
    routine: 'my_access',
    about: 'oneself',
    arguments: () => ({}),
    needs: [need('read', 'what one may reach', undefined, { isOwn: true })],
  },
  {
    routine: 'server_clock',
    about: 'the server',
    arguments: () => ({}),
    needs: [need('read', 'the time and health of the server')],
  },
  {
    routine: 'health',
    about: 'the server',
    arguments: () => ({}),
    needs: [need('read', 'the time and health of the server')],
  },
  {
    routine: 'custom_access_token',
    about: 'claims of a token',
    arguments: () => ({ event: { claims: { role: 'service_role' } } }),
    needs: [],
    isInner: true,
  },
];
