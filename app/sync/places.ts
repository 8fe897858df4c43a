import type { ScriptStatus } from '../access/roles.ts';
import type { OrganizationId, ProjectId, ScriptId } from '../ids.ts';
import type { Answer } from './ports.ts';

/** A change that names the version it was made on: done, or somebody was quicker and it is as `present` says. */
export type PlaceChange =
  | { readonly kind: 'done'; readonly version: number }
  | {
      readonly kind: 'lost';
      readonly present: { readonly title: string; readonly status: ScriptStatus; readonly version: number };
    };

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
