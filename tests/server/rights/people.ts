import { createHash } from 'node:crypto';
import type { Role, Standing } from '../../../app/access/roles.ts';

/** The same id for the same label, so that a wrong cell names the same thing in every run. */
export function idOf(label: string): string {
  const hex = createHash('sha256').update(label).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const organisations = ['A', 'B'] as const;
export type Organisation = (typeof organisations)[number];

export const projects = ['A1', 'A2', 'B1', 'B2'] as const;
export type Project = (typeof projects)[number];

export const organisationOf = (project: Project): Organisation => (project.startsWith('A') ? 'A' : 'B');

/** A project, or what belongs to the organisation as a whole; `nowhere` is what belongs to a person alone. */
export interface Place {
  readonly organisation: Organisation | 'nowhere';
  readonly project?: Project;
}

export const NOWHERE: Place = { organisation: 'nowhere' };

export const placeOf = (project: Project) =>
  ({ organisation: organisationOf(project), project }) as const satisfies Place;

interface Membership {
  readonly of: Organisation | Project;
  readonly role: Role;
  readonly isRevoked?: true;
}

/** Everybody in the small world. A1 is the home of those who take part; what else there is belongs to somebody else. */
export const people = {
  ada: [{ of: 'A', role: 'admin' }],
  abe: [{ of: 'A', role: 'admin' }],
  ines: [{ of: 'A', role: 'internal' }],
  ivo: [{ of: 'A', role: 'internal' }],
  fay: [{ of: 'A1', role: 'freelancer' }],
  finn: [{ of: 'A1', role: 'freelancer' }],
  cleo: [{ of: 'A1', role: 'client' }],
  cora: [{ of: 'A1', role: 'client' }],
  vic: [{ of: 'A1', role: 'viewer' }],
  rex: [
    { of: 'A', role: 'internal', isRevoked: true },
    { of: 'A1', role: 'freelancer', isRevoked: true },
  ],
  sam: [],
  uma: [{ of: 'A2', role: 'freelancer' }],
  gus: [{ of: 'A2', role: 'client' }],
  gil: [{ of: 'A2', role: 'client' }],
  otto: [{ of: 'B', role: 'admin' }],
  ole: [{ of: 'B', role: 'internal' }],
  fox: [{ of: 'B1', role: 'freelancer' }],
  bea: [{ of: 'B1', role: 'client' }],
  bo: [{ of: 'B1', role: 'client' }],
  fred: [{ of: 'B2', role: 'freelancer' }],
  ben: [{ of: 'B2', role: 'client' }],
  bob: [{ of: 'B2', role: 'client' }],
} as const satisfies Record<string, readonly Membership[]>;

export type Person = keyof typeof people;
export const everybody = Object.keys(people).filter((name): name is Person => Object.hasOwn(people, name));

export const personId = (person: Person): string => idOf(`person ${person}`);
export const membershipsOf = (person: Person): readonly Membership[] => people[person];

/** Who works in a project, and the two clients whose reviews must not be mixed up. */
export const cast = {
  A1: { admin: 'ada', staff: 'ines', freelancer: 'fay', client: 'cleo', otherClient: 'cora' },
  A2: { admin: 'ada', staff: 'ines', freelancer: 'uma', client: 'gus', otherClient: 'gil' },
  B1: { admin: 'otto', staff: 'ole', freelancer: 'fox', client: 'bea', otherClient: 'bo' },
  B2: { admin: 'otto', staff: 'ole', freelancer: 'fred', client: 'ben', otherClient: 'bob' },
} as const satisfies Record<Project, Record<string, Person>>;

/** The eight who try everything. */
export const identities = {
  admin: 'ada',
  internal: 'ines',
  freelancer: 'fay',
  client: 'cleo',
  viewer: 'vic',
  revoked: 'rex',
  stranger: 'sam',
  anon: undefined,
} as const satisfies Record<string, Person | undefined>;

export type Identity = keyof typeof identities;
export const identityNames = Object.keys(identities).filter((name): name is Identity =>
  Object.hasOwn(identities, name),
);

/** What somebody is at a place: their role there, or that they have merely signed in. */
export function standingAt(person: Person | undefined, { organisation, project }: Place): Standing {
  if (person === undefined) return 'signed out';
  const held = membershipsOf(person).filter(({ isRevoked }) => isRevoked !== true);
  const inOrganisation = held.find(({ of }) => of === organisation);
  const inProject = held.find(({ of }) => (project === undefined ? of.startsWith(organisation) : of === project));
  return (inOrganisation ?? inProject)?.role ?? 'signed in';
}

export const hasRole = (person: Person | undefined, place: Place): boolean =>
  !['signed in', 'signed out'].includes(standingAt(person, place));
