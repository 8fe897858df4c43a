import type { Fact, Json, PlantedRow } from './facts.ts';
import { hex, sha256 } from './bytes.ts';
import {
  cast,
  everybody,
  idOf,
  membershipsOf,
  NOWHERE,
  organisationOf,
  organisations,
  personId,
  placeOf,
  projects,
  type Organisation,
  type Person,
  type Project,
} from './people.ts';

export const LONG_AGO = '2026-01-01T09:00:00Z';
export const EARLIER = '2026-02-01T09:00:00Z';
/** Far enough for every run of these tests. */
export const FAR_AHEAD = '2100-01-01T09:00:00Z';

export const organisationId = (organisation: Organisation): string => idOf(`organisation ${organisation}`);
export const projectId = (project: Project): string => idOf(`project ${project}`);
export const deviceKeyId = (person: Person, organisation: Organisation): string =>
  idOf(`device key ${person} ${organisation}`);

/** A code that lets somebody in: 22 characters, of which the server keeps the hash. */
export const codeOf = (label: string): string => sha256(`code ${label}`).toString('hex').slice(0, 22);

const isProject = (of: Organisation | Project): of is Project => of.length > 1;

type Held = { readonly organisation: Organisation; readonly project?: Project };

const placesOf = (person: Person): readonly Held[] =>
  membershipsOf(person).map(({ of }) => (isProject(of) ? placeOf(of) : { organisation: of }));

/** Reviews in which this person's name stands, as the one who sent, was asked or commented: whoever was sent them may read it. */
function namedInReviews(person: Person): readonly Fact[] {
  return projects.flatMap((project): readonly Fact[] => {
    const { admin, staff, freelancer, client, otherClient } = cast[project];
    const isAmong = (named: readonly Person[]): boolean => named.includes(person);
    const readers = [
      ...(isAmong([admin, freelancer, client, staff]) ? [client, admin] : []),
      ...(isAmong([otherClient, staff]) ? [otherClient] : []),
    ];
    return readers.length === 0 ? [] : [{ thing: 'profile name', place: placeOf(project), sentTo: readers }];
  });
}

function plantPerson(person: Person): readonly PlantedRow[] {
  const id = personId(person);
  const places = placesOf(person);
  const keys = [...new Set(places.map(({ organisation }) => organisation))].map((organisation): PlantedRow => ({
    table: 'device_keys',
    label: `key of ${person} in ${organisation}`,
    values: {
      id: deviceKeyId(person, organisation),
      person_id: id,
      organization_id: organisationId(organisation),
      name: `laptop of ${person}`,
      public_key: hex(sha256(`key ${person} ${organisation}`)),
      created_at: LONG_AGO,
    },
    facts: [
      { thing: 'device key', place: { organisation } },
      { thing: 'device key', place: NOWHERE, ownOf: person },
      ...projects
        .filter((project) => organisationOf(project) === organisation && cast[project].client === person)
        .map((project): Fact => ({
          thing: 'signing key',
          place: placeOf(project),
          sentTo: [person, cast[project].admin],
        })),
    ],
  }));
  return [
    {
      table: 'profiles',
      label: person,
      values: { id, name: `name of ${person}`, created_at: LONG_AGO, updated_at: LONG_AGO },
      facts: [
        { thing: 'profile name', place: NOWHERE, ownOf: person },
        ...places.map((place): Fact => ({ thing: 'profile name', place })),
        ...namedInReviews(person),
      ],
    },
    {
      table: 'profile_emails',
      label: person,
      values: { person_id: id, email: `${person}@example.org` },
      facts: [
        { thing: 'e-mail address', place: NOWHERE, ownOf: person },
        ...places.map((place): Fact => ({ thing: 'e-mail address', place })),
      ],
    },
    ...keys,
    ...['mentioned', 'due'].map((kind): PlantedRow => ({
      table: 'notifications',
      label: `${kind} for ${person}`,
      values: { id: idOf(`notification ${kind} ${person}`), person_id: id, kind, created_at: LONG_AGO },
      facts: [{ thing: 'notification', place: NOWHERE, ownOf: person }],
    })),
  ];
}

function plantMemberships(person: Person): readonly PlantedRow[] {
  return membershipsOf(person).map(({ of, role, isRevoked }): PlantedRow => {
    const isOver = isRevoked === true;
    const shared = {
      person_id: personId(person),
      role,
      created_at: LONG_AGO,
      revoked_at: isOver ? EARLIER : null,
      revoked_by: isOver ? personId('ada') : null,
    };
    const label = `${person} in ${of}`;
    if (isProject(of)) {
      const values = { ...shared, project_id: projectId(of) };
      return { table: 'project_members', label, values, facts: [{ thing: 'project member', place: placeOf(of) }] };
    }
    const values = { ...shared, organization_id: organisationId(of) };
    return {
      table: 'organization_members',
      label,
      values,
      facts: [{ thing: 'organisation member', place: { organisation: of } }],
    };
  });
}

function plantInvitation(label: string, place: Held, role: Readonly<Record<string, Json>>): PlantedRow {
  return {
    table: 'invitations',
    label,
    values: {
      id: idOf(`invitation ${label}`),
      organization_id: organisationId(place.organisation),
      project_id: place.project === undefined ? null : projectId(place.project),
      email: `invited.${label.replaceAll(' ', '.').toLowerCase()}@example.org`,
      ...role,
      code_hash: hex(sha256(codeOf(label))),
      invited_by: personId(place.organisation === 'A' ? 'ada' : 'otto'),
      created_at: LONG_AGO,
      expires_at: FAR_AHEAD,
    },
    facts: [{ thing: place.project === undefined ? 'organisation invitation' : 'project invitation', place }],
  };
}

function plantOrganisation(organisation: Organisation): readonly PlantedRow[] {
  const id = organisationId(organisation);
  const place = { organisation };
  const founder = personId(organisation === 'A' ? 'ada' : 'otto');
  const made = { created_at: LONG_AGO };
  return [
    {
      table: 'organizations',
      label: organisation,
      values: {
        id,
        name: `organisation ${organisation}`,
        version: 1,
        created_by: founder,
        ...made,
        updated_at: LONG_AGO,
      },
      facts: [{ thing: 'organisation', place }],
    },
    ...projects
      .filter((project) => organisationOf(project) === organisation)
      .flatMap((project) => [
        {
          table: 'projects',
          label: project,
          values: {
            id: projectId(project),
            organization_id: id,
            name: `project ${project}`,
            version: 1,
            created_by: founder,
            ...made,
            updated_at: LONG_AGO,
          },
          facts: [{ thing: 'project', place: placeOf(project) } as const],
        },
        plantInvitation(`into ${project}`, placeOf(project), { project_role: 'client' }),
      ]),
    plantInvitation(`into ${organisation}`, place, { organization_role: 'internal' }),
    {
      table: 'organization_keys',
      label: organisation,
      values: { organization_id: id, public_key: hex(sha256(`key of ${organisation}`)), ...made },
      facts: [{ thing: 'organisation key', place }],
    },
    {
      table: 'audit_log',
      label: `entry of ${organisation}`,
      values: {
        id: idOf(`audit ${organisation}`),
        organization_id: id,
        at: LONG_AGO,
        verb: 'made',
        thing: 'project',
        details: {},
      },
      facts: [{ thing: 'audit log', place }],
    },
    {
      table: 'security_events',
      label: `event of ${organisation}`,
      values: { id: idOf(`event ${organisation}`), organization_id: id, at: LONG_AGO, kind: 'refused', details: {} },
      facts: [{ thing: 'security events', place }],
    },
  ];
}

/** Organisations, projects, who is in them, and what belongs to people. In the order of their foreign keys. */
export const plantedPeople: readonly PlantedRow[] = [
  ...everybody.flatMap(plantPerson).filter(({ table }) => table.startsWith('profile')),
  ...organisations.flatMap(plantOrganisation),
  ...everybody.flatMap(plantMemberships),
  ...everybody.flatMap(plantPerson).filter(({ table }) => !table.startsWith('profile')),
  {
    table: 'security_events',
    label: 'event of nobody',
    values: { id: idOf('event of nobody'), at: LONG_AGO, kind: 'refused', details: {} },
    facts: [],
  },
];
