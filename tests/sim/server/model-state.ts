import type { Role, ScriptStatus } from '../../../app/access/roles.ts';
import type { OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, type Chain } from '../../../app/server/chain.ts';
import type { Epoch } from '../../../app/server/topics.ts';

/** One row of a script's log on the server: never changed once it is there. */
export interface LogRow {
  readonly id: UpdateId;
  readonly format: number;
  readonly bytes: Uint8Array;
  readonly chain: Chain;
  readonly pushedBy: PersonId;
  readonly claimedAuthor: PersonId | null;
}

export interface ServerSnapshot {
  readonly position: number;
  readonly chain: Chain;
  /** Yjs, V2. */
  readonly state: Uint8Array;
}

export interface ServerScript {
  readonly id: ScriptId;
  readonly createdBy: PersonId;
  projectId: ProjectId;
  title: string;
  status: ScriptStatus;
  version: number;
  epoch: Epoch;
  log: readonly LogRow[];
  snapshot: ServerSnapshot | null;
  /** By person and device. */
  seen: ReadonlyMap<string, { readonly personId: PersonId; readonly position: number }>;
}

export interface ServerProject {
  readonly id: ProjectId;
  readonly organizationId: OrganizationId;
  readonly name: string;
  version: number;
  archivedAt: number | null;
}

/** Everything that a copy of the database holds. */
export interface ServerState {
  readonly people: Map<PersonId, string>;
  readonly organizations: Map<OrganizationId, string>;
  readonly projects: Map<ProjectId, ServerProject>;
  readonly scripts: Map<ScriptId, ServerScript>;
  /** Roles by `place:person`; a place is an organisation or a project. */
  readonly roles: Map<string, Role>;
}

export const emptyState = (): ServerState => ({
  people: new Map(),
  organizations: new Map(),
  projects: new Map(),
  scripts: new Map(),
  roles: new Map(),
});

/** What a backup of the server would hold: later changes do not reach it. */
export function copyOf({ people, organizations, projects, scripts, roles }: ServerState): ServerState {
  return {
    people: new Map(people),
    organizations: new Map(organizations),
    projects: new Map(Array.from(projects, ([id, project]) => [id, { ...project }])),
    scripts: new Map(Array.from(scripts, ([id, script]) => [id, { ...script }])),
    roles: new Map(roles),
  };
}

/** The role that the tables give; the organisation's own people have theirs in all its projects. */
export function roleIn(state: ServerState, personId: PersonId, projectId: ProjectId): Role | undefined {
  const project = state.projects.get(projectId);
  if (project === undefined) return undefined;
  return state.roles.get(`${project.organizationId}:${personId}`) ?? state.roles.get(`${projectId}:${personId}`);
}

export const headChain = ({ log }: Pick<ServerScript, 'log'>): Chain => log.at(-1)?.chain ?? EMPTY_CHAIN;
