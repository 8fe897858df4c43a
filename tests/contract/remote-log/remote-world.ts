import type { PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import type { ScriptStatus } from '../../../app/access/roles.ts';
import type { RemoteLog } from '../../../app/sync/ports.ts';

/** Everybody is in the one project, as their name says; the stranger has an organisation of their own. */
export const members = ['admin', 'internal', 'freelancer', 'viewer', 'client', 'stranger'] as const;
export type Member = (typeof members)[number];

/** A server with one project, for the suite that every RemoteLog passes. */
export interface RemoteWorld extends AsyncDisposable {
  readonly people: Readonly<Record<Member, PersonId>>;
  readonly logs: Readonly<Record<Member, RemoteLog>>;
  /** Without a session. */
  readonly nobody: RemoteLog;
  readonly projectId: ProjectId;
  /** A new draft of the project, known to the server. */
  newScript(): Promise<ScriptId>;
  setStatus(scriptId: ScriptId, status: ScriptStatus): Promise<void>;
  /** Somebody who was a freelancer of the project and is none any more. */
  formerFreelancer(): Promise<RemoteLog>;
  /** The server comes back from a backup: of the script's log it has the first updates alone. */
  restore(scriptId: ScriptId, updates: number): Promise<void>;
}
