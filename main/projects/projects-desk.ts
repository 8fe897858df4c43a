import { may } from '../../app/access/roles.ts';
import type { OrganizationId, ProjectId, ScriptId } from '../../app/ids.ts';
import type { Changed, ProjectsView } from '../../app/ipc/projects.ts';
import type { ScriptStatus } from '../../app/access/roles.ts';
import type { LocalPlaces, PlaceChange, RemotePlaces, ScriptPlace } from '../../app/sync/places.ts';
import type { Access, Answer } from '../../app/sync/ports.ts';
import { failedChange } from './failed-change.ts';

/** What an account's scripts may take on this device before the person is asked: about 20,000 long scripts. */
export const STORAGE_BUDGET_BYTES = 2 * 1024 ** 3;

export interface ProjectsDeskParts {
  readonly places: LocalPlaces;
  /** What the server said last; null before it ever did. */
  readonly access: () => Promise<Access | null>;
  /** Bytes of the account's file. */
  readonly usedBytes: () => Promise<number>;
  /** Null while there is no way to a server. */
  readonly remote: () => RemotePlaces | null;
  /** The server is to be asked what the person may reach; `heardAccess` follows. */
  readonly askAccess: () => void;
  /** A script belongs to a project now. */
  readonly joined: (scriptId: ScriptId) => void;
  /** Windows are to look again. */
  readonly tell: () => void;
  readonly onTrouble: (error: unknown) => void;
}

const OFFLINE: Changed = { kind: 'failed', because: 'offline' };

/** Projects and the scripts in them: what is known without a connection, and changes that others may make as well. */
export class ProjectsDesk implements Disposable {
  readonly #parts: ProjectsDeskParts;
  readonly #ending = new AbortController();
  #renaming: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(parts: ProjectsDeskParts) {
    this.#parts = parts;
  }

  async view(): Promise<ProjectsView> {
    const { places, access, usedBytes } = this.#parts;
    const [known, scripts, used] = await Promise.all([access(), places.all(), usedBytes()]);
    const nameOf = new Map(known?.organizations.map(({ id, name }) => [id, name]));
    return {
      person: known?.person ?? null,
      organizations: (known?.organizations ?? []).map(({ id, ...rest }) => ({ organizationId: id, ...rest })),
      projects: (known?.projects ?? []).map(({ id, organizationId, name, role, archivedAt }) => {
        return {
          projectId: id,
          organizationId,
          organization: nameOf.get(organizationId) ?? '',
          name,
          role,
          archivedAt,
        };
      }),
      scripts: scripts.map(({ scriptId, projectId, status, role, dueAt, hasAccess, isTitleLost, titleThere }) => {
        return { scriptId, projectId, status, role, dueAt, hasAccess, titleThere: isTitleLost ? titleThere : null };
      }),
      storage: { usedBytes: used, budgetBytes: STORAGE_BUDGET_BYTES },
    };
  }

  async create(project: {
    readonly projectId: ProjectId;
    readonly organizationId: OrganizationId;
    readonly name: string;
  }): Promise<Changed> {
    const answer = await this.#parts.remote()?.createProject(project, this.#ending.signal);
    if (answer === undefined) return OFFLINE;
    if (!answer.ok) return failedChange(answer.trouble);
    this.#parts.askAccess();
    return { kind: 'done' };
  }

  /** Kept here at once; the server hears of the script, and of all of its history, when there is a way. */
  async join(scriptId: ScriptId, projectId: ProjectId): Promise<Changed> {
    const project = (await this.#parts.access())?.projects.find(({ id }) => id === projectId);
    if (project === undefined) return { kind: 'failed', because: 'not-found' };
    if (project.archivedAt !== null) return { kind: 'failed', because: 'invalid' };
    if (!may(project.role, 'create', 'script')) return { kind: 'failed', because: 'not-allowed' };
    await this.#parts.places.join(scriptId, projectId);
    this.#parts.joined(scriptId);
    this.#parts.tell();
    return this.#parts.remote() === null ? { kind: 'later' } : { kind: 'done' };
  }

  move(scriptId: ScriptId, projectId: ProjectId): Promise<Changed> {
    return this.#change(scriptId, (remote, of, signal) => remote.move({ ...of, projectId }, signal));
  }

  setStatus(scriptId: ScriptId, status: ScriptStatus): Promise<Changed> {
    return this.#change(scriptId, (remote, of, signal) => remote.setStatus({ ...of, status }, signal));
  }

  async settleTitle(scriptId: ScriptId, keep: 'mine' | 'theirs'): Promise<Changed> {
    await this.#parts.places.settleTitle(scriptId, keep);
    this.#parts.tell();
    if (keep === 'theirs') return { kind: 'done' };
    await this.renamed();
    return this.#parts.remote() === null ? { kind: 'later' } : { kind: 'done' };
  }

  /** Whether the person may give the script another title; what belongs to no project is theirs. */
  async mayRename(scriptId: ScriptId): Promise<boolean> {
    const place = (await this.#parts.places.all()).find((each) => each.scriptId === scriptId);
    return place === undefined || mayRename(place);
  }

  /** A script has another title here: the server hears of it, now or when there is a way. */
  async renamed(): Promise<void> {
    if (this.#renaming !== null) {
      this.#isAskedAgain = true;
      return this.#renaming;
    }
    this.#renaming = this.#sendTitles();
    try {
      await this.#renaming;
    } finally {
      this.#renaming = null;
    }
    if (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      await this.renamed();
    }
  }

  /** As `renamed`, for who does not wait for the server. */
  titleChanged(): void {
    this.renamed().catch((error: unknown) => this.#parts.onTrouble(error));
  }

  /** The server said what the person may reach: what it had not heard of is tried on what is there now. */
  heardAccess(): void {
    this.#parts.tell();
    this.titleChanged();
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
  }

  async #sendTitles(): Promise<void> {
    const { places, askAccess } = this.#parts;
    for (const place of await places.all()) {
      const { scriptId, title, version } = place;
      const remote = this.#parts.remote();
      if (remote === null || version === null || !isTitleUnsent(place)) continue;
      const answer = await remote.rename({ scriptId, title, expectedVersion: version }, this.#ending.signal);
      // Done or lost, what is there now is learnt by asking: then it is tried again, or both titles are shown.
      if (answer.ok) askAccess();
    }
  }

  async #change(
    scriptId: ScriptId,
    change: (
      remote: RemotePlaces,
      of: { readonly scriptId: ScriptId; readonly expectedVersion: number },
      signal: AbortSignal,
    ) => Promise<Answer<PlaceChange>>,
  ): Promise<Changed> {
    const place = (await this.#parts.places.all()).find((each) => each.scriptId === scriptId);
    if (place === undefined) return { kind: 'failed', because: 'not-found' };
    const remote = this.#parts.remote();
    // What the server does not have yet has no status and no place there.
    if (remote === null || place.version === null) return OFFLINE;
    const answer = await change(remote, { scriptId, expectedVersion: place.version }, this.#ending.signal);
    if (!answer.ok) return failedChange(answer.trouble);
    this.#parts.askAccess();
    if (answer.value.kind === 'done') return { kind: 'done' };
    const { title, status } = answer.value.present;
    return { kind: 'lost', title, status };
  }
}

const mayRename = ({ version, role, hasAccess }: ScriptPlace): boolean =>
  hasAccess && (version === null || (role !== null && may(role, 'rename', 'script')));

const isTitleUnsent = (place: ScriptPlace): boolean =>
  mayRename(place) && !place.isTitleLost && place.titleThere !== null && place.title !== place.titleThere;
