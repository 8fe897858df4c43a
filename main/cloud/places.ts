import * as z from 'zod';
import { scriptStatuses, type ScriptStatus } from '../../app/access/roles.ts';
import type { OrganizationId, ProjectId, ScriptId } from '../../app/ids.ts';
import { logResults } from '../../app/server/log-calls.ts';
import type { Answer, RemoteTrouble } from '../../app/sync/ports.ts';
import type { FunctionCalls } from './function-calls.ts';

/** A script as the server has it now. */
export interface ScriptThere {
  readonly title: string;
  readonly status: ScriptStatus;
  /** In milliseconds since 1970. */
  readonly dueAt: number | null;
  readonly version: number;
}

export interface ProjectThere {
  readonly name: string;
  readonly archivedAt: number | null;
  readonly version: number;
}

/** What became of a change. Asked again after a lost answer, a change that was made is told as done. */
export type ChangeAnswer<There> =
  | { readonly kind: 'done'; readonly version: number }
  /** Somebody was quicker: the change is not made. What is there now, for the person to decide. */
  | { readonly kind: 'lost'; readonly there: There }
  | { readonly kind: 'trouble'; readonly trouble: RemoteTrouble };

/** Of which version the change was thought of: the server makes it only while that is the present one. */
interface Expected {
  readonly expectedVersion: number;
}

type ScriptChange = Expected & { readonly scriptId: ScriptId };
type ProjectChange = Expected & { readonly projectId: ProjectId };

/** Projects and scripts at the server, apart from their words: each change says what it expects to find. */
export class Places {
  readonly #calls: FunctionCalls;

  constructor(calls: FunctionCalls) {
    this.#calls = calls;
  }

  /** Under an id that the caller made, so that it may be asked again. */
  async createProject(
    { projectId, organizationId, name }: CreateProject,
    signal: AbortSignal,
  ): Promise<ChangeAnswer<never>> {
    const given = { project_id: projectId, organization_id: organizationId, name };
    const answer = await this.#calls.call('create_project', given, logResults.create_project, signal);
    return answer.ok ? { kind: 'done', version: answer.value.version } : { kind: 'trouble', trouble: answer.trouble };
  }

  async renameProject(
    { projectId, name, expectedVersion }: ProjectChange & { readonly name: string },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ProjectThere>> {
    const given = { project_id: projectId, name, expected_version: expectedVersion };
    return read(await this.#calls.call('rename_project', given, logResults.rename_project, signal), readProject);
  }

  async archiveProject(
    { projectId, isArchived, expectedVersion }: ProjectChange & { readonly isArchived: boolean },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ProjectThere>> {
    const given = { project_id: projectId, archived: isArchived, expected_version: expectedVersion };
    return read(await this.#calls.call('archive_project', given, logResults.archive_project, signal), readProject);
  }

  async renameScript(
    { scriptId, title, expectedVersion }: ScriptChange & { readonly title: string },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ScriptThere>> {
    const given = { script_id: scriptId, title, expected_version: expectedVersion };
    return read(await this.#calls.call('rename_script', given, logResults.rename_script, signal), readScript);
  }

  async setStatus(
    { scriptId, status, expectedVersion }: ScriptChange & { readonly status: ScriptStatus },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ScriptThere>> {
    const given = { script_id: scriptId, status, expected_version: expectedVersion };
    return read(await this.#calls.call('set_status', given, logResults.set_status, signal), readScript);
  }

  /** `dueAt` in milliseconds since 1970; null for none. */
  async setDue(
    { scriptId, dueAt, expectedVersion }: ScriptChange & { readonly dueAt: number | null },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ScriptThere>> {
    const time = dueAt === null ? null : new Date(dueAt).toISOString();
    const given = { script_id: scriptId, due_at: time, expected_version: expectedVersion };
    return read(await this.#calls.call('set_due', given, logResults.set_due, signal), readScript);
  }

  /** To another project of the same organisation. */
  async moveScript(
    { scriptId, projectId, expectedVersion }: ScriptChange & { readonly projectId: ProjectId },
    signal: AbortSignal,
  ): Promise<ChangeAnswer<ScriptThere>> {
    const given = { script_id: scriptId, project_id: projectId, expected_version: expectedVersion };
    return read(await this.#calls.call('move_script', given, logResults.move_script, signal), readScript);
  }
}

export interface CreateProject {
  readonly projectId: ProjectId;
  readonly organizationId: OrganizationId;
  readonly name: string;
}

const Time = z.iso.datetime({ offset: true }).nullable();
const Version = z.int().positive();
const PresentScript = z.object({ title: z.string(), status: z.enum(scriptStatuses), due_at: Time, version: Version });
const PresentProject = z.object({ name: z.string(), archived_at: Time, version: Version });

const toMs = (time: string | null): number | null => (time === null ? null : Date.parse(time));

function readScript(details: unknown): ScriptThere | undefined {
  const there = PresentScript.safeParse(details).data;
  if (there === undefined) return undefined;
  return { title: there.title, status: there.status, dueAt: toMs(there.due_at), version: there.version };
}

function readProject(details: unknown): ProjectThere | undefined {
  const there = PresentProject.safeParse(details).data;
  return there === undefined
    ? undefined
    : { name: there.name, archivedAt: toMs(there.archived_at), version: there.version };
}

function read<There>(
  answer: Answer<{ readonly version: number }>,
  readThere: (details: unknown) => There | undefined,
): ChangeAnswer<There> {
  if (answer.ok) return { kind: 'done', version: answer.value.version };
  const { trouble } = answer;
  if (trouble.kind !== 'refused' || trouble.refusal.code !== 'version-conflict') return { kind: 'trouble', trouble };
  const there = readThere(parse(trouble.refusal.details));
  return there === undefined ? { kind: 'trouble', trouble: { kind: 'unreadable' } } : { kind: 'lost', there };
}

/** Undefined for what is no JSON. */
function parse(details: string | null): unknown {
  try {
    return JSON.parse(details ?? '');
  } catch {
    return undefined; // then the row that is there now was not told, and the caller says so
  }
}
