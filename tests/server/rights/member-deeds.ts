import { need, type Arguments, type Deed } from './deeds.ts';
import {
  cast,
  hasRole,
  idOf,
  NOWHERE,
  organisationOf,
  organisations,
  personId,
  placeOf,
  standingAt,
  type Organisation,
  type Person,
  type Project,
} from './people.ts';
import { codeOf, organisationId, projectId } from './planted-people.ts';

const colleague = { A: 'ivo', B: 'ole' } as const satisfies Record<Organisation, Person>;

const invitation = (person: Person | undefined, place: string, given: Arguments): Arguments => ({
  invitation_id: idOf(`invitation by ${person ?? 'nobody'} into ${place}`),
  project_id: null,
  email: 'new.person@example.org',
  expires_in_days: 7,
  ...given,
});

/** Somebody who is there already as something else is told so; whoever is a client, or nothing yet, comes in. */
const comesInto =
  (project: Project) =>
  (person: Person): string | undefined =>
    hasRole(person, placeOf(project)) && standingAt(person, placeOf(project)) !== 'client' ? 'already-done' : undefined;

export function membersOfProjectDeeds(project: Project): readonly Deed[] {
  const place = placeOf(project);
  const organization_id = organisationId(organisationOf(project));
  const project_id = projectId(project);
  const { freelancer } = cast[project];
  const isThere = (person: Person): boolean =>
    hasRole(person, place) && !hasRole(person, { organisation: place.organisation });
  return [
    ...(['freelancer', 'client', 'viewer'] as const).map((role): Deed => ({
      routine: 'invite',
      about: `a ${role} into ${project}`,
      arguments: (person) => invitation(person, `${project} as ${role}`, { organization_id, project_id, role }),
      needs: [need('make', 'project invitation', place)],
    })),
    {
      routine: 'invite',
      about: `into ${project} as if it were of A`,
      arguments: (person) =>
        invitation(person, `${project} of A`, { organization_id: organisationId('A'), project_id, role: 'client' }),
      needs: [need('make', 'project invitation', { organisation: 'A' }), need('make', 'project invitation', place)],
    },
    {
      routine: 'revoke_invitation',
      about: `into ${project}`,
      arguments: () => ({ invitation_id: idOf(`invitation into ${project}`) }),
      needs: [need('withdraw', 'project invitation', place)],
    },
    {
      routine: 'accept_invitation',
      about: `into ${project}`,
      arguments: () => ({ code: codeOf(`into ${project}`), person_name: 'somebody' }),
      needs: [need('use', 'invitation code')],
      answer: comesInto(project),
    },
    {
      routine: 'change_role',
      about: `of ${freelancer} in ${project}`,
      arguments: () => ({ organization_id: null, project_id, person_id: personId(freelancer), role: 'viewer' }),
      needs: [need('change role', 'project member', place)],
    },
    {
      routine: 'change_role',
      about: `of oneself in ${project}`,
      arguments: (person) => ({
        organization_id: null,
        project_id,
        person_id: personId(person ?? 'sam'),
        role: 'freelancer',
      }),
      needs: [need('change role', 'project member', place)],
      answer: (person) => (isThere(person) ? undefined : 'not-found'),
    },
    {
      routine: 'change_role',
      about: `of rex, who has left ${project}`,
      arguments: () => ({ organization_id: null, project_id, person_id: personId('rex'), role: 'freelancer' }),
      needs: [need('change role', 'project member', place)],
      answer: () => 'not-found',
    },
    {
      routine: 'revoke_member',
      about: `${freelancer} from ${project}`,
      arguments: () => ({ organization_id: null, project_id, person_id: personId(freelancer) }),
      needs: [need('remove', 'project member', place)],
    },
  ];
}

function membersOfOrganisationDeeds(organisation: Organisation): readonly Deed[] {
  const place = { organisation };
  const organization_id = organisationId(organisation);
  const person_id = personId(colleague[organisation]);
  return [
    ...(['admin', 'internal'] as const).map((role): Deed => ({
      routine: 'invite',
      about: `an ${role} into ${organisation}`,
      arguments: (person) => invitation(person, `${organisation} as ${role}`, { organization_id, role }),
      needs: [need('make', 'organisation invitation', place)],
    })),
    {
      routine: 'revoke_invitation',
      about: `into ${organisation}`,
      arguments: () => ({ invitation_id: idOf(`invitation into ${organisation}`) }),
      needs: [need('withdraw', 'organisation invitation', place)],
    },
    {
      routine: 'change_role',
      about: `of ${colleague[organisation]} in ${organisation}`,
      arguments: () => ({ organization_id, project_id: null, person_id, role: 'admin' }),
      needs: [need('change role', 'organisation member', place)],
    },
    {
      routine: 'change_role',
      about: `of oneself in ${organisation}`,
      arguments: (person) => ({
        organization_id,
        project_id: null,
        person_id: personId(person ?? 'sam'),
        role: 'admin',
      }),
      needs: [need('change role', 'organisation member', place)],
    },
    {
      routine: 'change_role',
      about: `of rex, who has left ${organisation}`,
      arguments: () => ({ organization_id, project_id: null, person_id: personId('rex'), role: 'internal' }),
      needs: [need('change role', 'organisation member', place)],
      answer: () => 'not-found',
    },
    {
      routine: 'revoke_member',
      about: `${colleague[organisation]} from ${organisation}`,
      arguments: () => ({ organization_id, project_id: null, person_id }),
      needs: [need('remove', 'organisation member', place)],
    },
  ];
}

export const memberDeeds: readonly Deed[] = [
  ...organisations.flatMap(membersOfOrganisationDeeds),
  {
    routine: 'accept_invitation',
    about: 'with a code that nobody made',
    arguments: () => ({ code: codeOf('that nobody made'), person_name: 'somebody' }),
    needs: [need('use', 'invitation code')],
    answer: () => 'code-invalid',
  },
  {
    routine: 'rename_person',
    about: 'oneself',
    arguments: () => ({ name: 'renamed' }),
    needs: [need('change', 'profile name', NOWHERE, { isOwn: true })],
  },
];
