import type { Role, ScriptStatus } from '../access/roles.ts';
import type { OrganizationId, ProjectId, ScriptId } from '../ids.ts';
import type { Answer } from './ports.ts';

/** A change that names the version it was made on: done, or somebody was quicker and it is as `present` says. */
export type PlaceChange =
  | { readonly kind: 'done'; readonly version: number }
  | {
      readonly kind: 'lost';
      readonly present: { readonly title: string; readonly status: ScriptStatus; readonly version: number };
    };

/** What this device knows of a script of a project besides its words. */
export interface ScriptPlace {
  readonly scriptId: ScriptId;
  readonly projectId: ProjectId;
  /** As this device has it. Another than the server's is a rename that the server has not heard of. */
  readonly title: string;
  readonly titleThere: string | null;
  /** Somebody else renamed it meanwhile: a person has to choose. */
  readonly isTitleLost: boolean;
  /** Null while the server does not have the script. */
  readonly status: ScriptStatus | null;
  readonly version: number | null;
  /** Null where access ended, and before the server said. */
  readonly role: Role | null;
  readonly hasAccess: boolean;
  /** In milliseconds since 1970. */
  readonly dueAt: number | null;
}

/** The vault, as far as it keeps where scripts belong. On disk when it resolves. */
export interface LocalPlaces {
  /** Every script of a project. */
  all(): Promise<readonly ScriptPlace[]>;
  /** A script that is only on this device belongs to a project from now on, with its whole history. */
  join(scriptId: ScriptId, projectId: ProjectId): Promise<void>;
  /** After a lost race of titles: this device's goes to the server after all, or the server's is taken. */
  settleTitle(scriptId: ScriptId, keep: 'mine' | 'theirs'): Promise<void>;
}

/** Projects, titles, status and places of scripts on the server. Never throws: trouble is an answer. */
export interface RemotePlaces {
  createProject(
    project: { readonly projectId: ProjectId; readonly organizationId: OrganizationId; readonly name: string },
    signal: AbortSignal,
  ): Promise<Answer<void>>;
  rename(
    script: { readonly scriptId: ScriptId; readonly title: string; readonly expectedVersion: number },
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>>;
  setStatus(
    script: { readonly scriptId: ScriptId; readonly status: ScriptStatus; readonly expectedVersion: number },
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>>;
  move(
    script: { readonly scriptId: ScriptId; readonly projectId: ProjectId; readonly expectedVersion: number },
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>>;
}
