import * as z from 'zod';
import { logResults, ScriptStatus } from '../../app/server/log-calls.ts';
import type { PlaceChange, RemotePlaces } from '../../app/sync/places.ts';
import type { Answer } from '../../app/sync/ports.ts';
import type { FunctionCalls } from './function-calls.ts';

/** A script's row as `version-conflict` tells it. */
const Present = z.object({ title: z.string(), status: ScriptStatus, version: z.int().positive() });

type Given<N extends keyof RemotePlaces> = Parameters<RemotePlaces[N]>[0];

/** Projects, titles, status and places of scripts, over the server's functions. A change made before is told as done. */
export class SupabasePlaces implements RemotePlaces {
  readonly #calls: FunctionCalls;

  constructor(calls: FunctionCalls) {
    this.#calls = calls;
  }

  async createProject(
    { projectId, organizationId, name }: Given<'createProject'>,
    signal: AbortSignal,
  ): Promise<Answer<void>> {
    const given = { project_id: projectId, organization_id: organizationId, name };
    const answer = await this.#calls.call('create_project', given, logResults.create_project, signal);
    return answer.ok ? { ok: true, value: undefined } : answer;
  }

  async rename(
    { scriptId, title, expectedVersion }: Given<'rename'>,
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>> {
    const given = { script_id: scriptId, title, expected_version: expectedVersion };
    return changed(await this.#calls.call('rename_script', given, logResults.rename_script, signal));
  }

  async setStatus(
    { scriptId, status, expectedVersion }: Given<'setStatus'>,
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>> {
    const given = { script_id: scriptId, status, expected_version: expectedVersion };
    return changed(await this.#calls.call('set_status', given, logResults.set_status, signal));
  }

  async move(
    { scriptId, projectId, expectedVersion }: Given<'move'>,
    signal: AbortSignal,
  ): Promise<Answer<PlaceChange>> {
    const given = { script_id: scriptId, project_id: projectId, expected_version: expectedVersion };
    return changed(await this.#calls.call('move_script', given, logResults.move_script, signal));
  }
}

/** A race that somebody else won is no trouble: it is an answer with what is there now. */
function changed(answer: Answer<{ readonly version: number }>): Answer<PlaceChange> {
  if (answer.ok) return { ok: true, value: { kind: 'done', version: answer.value.version } };
  const { trouble } = answer;
  if (trouble.kind !== 'refused' || trouble.refusal.code !== 'version-conflict') return answer;
  const present = presentOf(trouble.refusal.details);
  return present === undefined
    ? { ok: false, trouble: { kind: 'unreadable' } }
    : { ok: true, value: { kind: 'lost', present } };
}

function presentOf(details: string | null): z.output<typeof Present> | undefined {
  if (details === null) return undefined;
  try {
    return Present.safeParse(JSON.parse(details)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
