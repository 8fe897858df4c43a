import { ProjectId } from '../../../app/ids.ts';
import type { ScriptPlace } from '../../../app/sync/places.ts';
import type { Access, Registered } from '../../../app/sync/ports.ts';
import { failureOf } from '../failures.ts';
import type { RemovalTable } from '../history/removal-table.ts';
import type { ScriptChanges, Staged } from '../script-changes.ts';
import type { Script, ScriptTable } from '../script-table.ts';
import type { AccessTables, ProjectRow } from './access-tables.ts';
import type { Lanes } from './lanes.ts';

export interface AccessParts {
  readonly tables: AccessTables;
  readonly lanes: Lanes;
  readonly scripts: ScriptTable;
  readonly changes: ScriptChanges;
  readonly removals: RemovalTable;
}

interface Turn {
  readonly at: number;
  readonly staged: Staged;
}
type AccessScript = Access['scripts'][number];

/** What the server says of a person's projects and scripts, besides the words. Each method belongs inside a transaction. */
export class AccessStore {
  readonly #parts: AccessParts;

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  store(access: Access, turn: Turn): void {
    const { tables, scripts } = this.#parts;
    tables.writeSelf({ personId: access.person.personId, storedAt: turn.at });
    tables.meet(access.person);
    tables.replaceOrganizations(access.organizations);
    tables.replaceProjects(access.projects);
    const removed = new Set(this.#parts.removals.all().map(({ scriptId }) => scriptId));
    const reached = new Map(access.scripts.map((script) => [script.id, script]));
    for (const script of reached.values()) if (!removed.has(script.id)) this.#reach(script, turn);
    const roleIn = new Map(tables.projects().map((project) => [project.id, project.role]));
    for (const script of scripts.ofProjects()) {
      const there = reached.get(script.scriptId);
      const projectId = there?.projectId ?? ProjectId.parse(script.projectId);
      // What the server does not have yet is the project's, and goes where the project is.
      const hasAccess = there !== undefined || (script.serverVersion === null && roleIn.has(projectId));
      this.#grant(script.script, { hasAccess, role: hasAccess ? (roleIn.get(projectId) ?? null) : null, there });
    }
  }

  /** As it was last stored; null before it ever was. */
  last(): Access | null {
    const { tables, lanes, scripts } = this.#parts;
    const self = tables.self();
    if (self === undefined) return null;
    const reached = scripts.ofProjects().flatMap((script) => {
      const { epoch } = lanes.cursors.of(script.script);
      const { hasAccess, head, dueAt } = lanes.rows.of(script.script);
      const { scriptId: id, serverTitle: title, serverVersion: version, projectId } = script;
      const status = lanes.statusOf(script);
      if (!hasAccess || version === null || title === null || status === null || epoch === null) return [];
      return [{ id, projectId: ProjectId.parse(projectId), title, status, version, epoch, head, chain: null, dueAt }];
    });
    return {
      person: tables.person(self.personId) ?? { personId: self.personId, name: null },
      organizations: tables.organizations(),
      projects: tables.projects(),
      scripts: reached,
    };
  }

  /** The server has the script, and the person reaches it. */
  register(script: Script, server: Registered): void {
    const { tables, lanes } = this.#parts;
    const known = this.#learn(script, { projectId: script.projectId, server });
    const project = tables.projects().find(({ id }) => id === known.projectId);
    const row = lanes.rows.of(known.script);
    lanes.write({ ...row, hasAccess: true, role: project?.role ?? row.role });
  }

  /**
   * A script of this device belongs to a project from now on. The server hears of it when there is a way.
   * @throws Failure `conflict` when it belongs to another one.
   */
  join(script: Script, projectId: ProjectId): void {
    const { tables, lanes, changes } = this.#parts;
    if (script.projectId !== null && script.projectId !== projectId) throw failureOf('conflict');
    if (script.projectId === projectId) return;
    const joined = { ...script, projectId, status: null, serverTitle: null, serverVersion: null };
    changes.learn(script, joined);
    const role = tables.projects().find(({ id }) => id === projectId)?.role ?? null;
    lanes.write({ ...lanes.rows.of(script.script), hasAccess: true, role });
  }

  /** The title of this device goes to the server after all, or the server's is taken. */
  settleTitle(script: Script, keep: 'mine' | 'theirs'): void {
    const { lanes, changes } = this.#parts;
    lanes.write({ ...lanes.rows.of(script.script), isTitleLost: false });
    if (keep === 'theirs' && script.serverTitle !== null)
      changes.learn(script, { ...script, title: script.serverTitle });
  }

  places(): readonly ScriptPlace[] {
    const { lanes, scripts } = this.#parts;
    return scripts.ofProjects().map((script) => {
      const { role, hasAccess, dueAt, isTitleLost } = lanes.rows.of(script.script);
      return {
        scriptId: script.scriptId,
        projectId: ProjectId.parse(script.projectId),
        title: script.title,
        titleThere: script.serverTitle,
        isTitleLost,
        status: lanes.statusOf(script),
        version: script.serverVersion,
        role,
        hasAccess,
        dueAt,
      };
    });
  }

  #reach(there: AccessScript, { at, staged }: Turn): void {
    const { scripts, changes } = this.#parts;
    const known = scripts.find(there.id);
    const script = known ?? changes.begin(beginning(there), { at, staged });
    this.#learn(script, { projectId: there.projectId, server: there });
  }

  /**
   * Title, status and place as the server has them. A title that was changed here and is not there yet stays; where
   * somebody else changed it meanwhile, both are kept until the person has chosen.
   */
  #learn(
    script: Script,
    { projectId, server }: { readonly projectId: string | null; readonly server: Registered },
  ): Script {
    const { lanes, changes } = this.#parts;
    const isOurs = script.serverTitle !== null && script.title !== script.serverTitle;
    const keepsOurs = isOurs && script.title !== server.title;
    const isJoining = script.projectId !== null && script.serverVersion === null;
    const title = keepsOurs || isJoining ? script.title : server.title;
    const learnt = {
      ...script,
      title,
      projectId,
      status: server.status,
      serverTitle: server.title,
      serverVersion: server.version,
    };
    if (!isSameScript(script, learnt)) changes.learn(script, learnt);
    const lane = lanes.rows.of(script.script);
    const isTitleLost = keepsOurs && (lane.isTitleLost || server.title !== script.serverTitle);
    if (isTitleLost !== lane.isTitleLost) lanes.write({ ...lane, isTitleLost });
    const cursor = lanes.cursors.of(script.script);
    if (cursor.epoch !== server.epoch) lanes.cursors.write({ ...cursor, epoch: server.epoch });
    return learnt;
  }

  #grant(
    script: number,
    now: { hasAccess: boolean; role: ProjectRow['role'] | null; there: AccessScript | undefined },
  ): void {
    const { lanes } = this.#parts;
    const before = lanes.rows.of(script);
    const { hasAccess, role, there } = now;
    const after = { ...before, hasAccess, role, head: there?.head ?? before.head, dueAt: there?.dueAt ?? null };
    const isSame = (['hasAccess', 'role', 'head', 'dueAt'] as const).every((key) => before[key] === after[key]);
    if (!isSame) lanes.write(after);
  }
}

function beginning(there: AccessScript): Omit<Script, 'script' | 'createdAt' | 'trashedAt'> {
  const { id: scriptId, title, projectId, status, version } = there;
  return { scriptId, title, projectId, status, serverTitle: title, serverVersion: version };
}

function isSameScript(one: Script, other: Script): boolean {
  return (['title', 'projectId', 'status', 'serverTitle', 'serverVersion'] as const).every(
    (key) => one[key] === other[key],
  );
}
