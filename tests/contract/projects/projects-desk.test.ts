import { expect, test } from 'vitest';
import { OrganizationId, PersonId, ProjectId, type ScriptId } from '../../../app/ids.ts';
import type { RemotePlaces } from '../../../app/sync/places.ts';
import type { Access, Answer, Registered } from '../../../app/sync/ports.ts';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { Epoch } from '../../../app/server/topics.ts';
import type { Role } from '../../../app/access/roles.ts';
import { ProjectsDesk } from '../../../main/projects/projects-desk.ts';
import { openTestVault } from '../../support/vault.ts';

/** A desk on a real vault, with a server that holds titles and status of scripts in memory. */
async function openDesk({ role = 'internal' }: { readonly role?: Role } = {}) {
  const here = await openTestVault();
  const id = (): string => here.random.uuid();
  const [project, other, organization] = [ProjectId.parse(id()), ProjectId.parse(id()), OrganizationId.parse(id())];
  const epoch = Epoch.parse('0'.repeat(32));
  const there = new Map<ScriptId, Registered & { readonly projectId: ProjectId }>();
  const access = (): Access => ({
    person: { personId: PersonId.parse('00000000-0000-4000-8000-000000000001'), name: 'Ada' },
    organizations: [{ id: organization, name: 'Northlight', role }],
    projects: [project, other].map((each, index) => {
      const named = { id: each, organizationId: organization, name: `Project ${index}` };
      return { ...named, role, version: 1, archivedAt: null };
    }),
    scripts: [...there].map(([scriptId, script]) => {
      return { id: scriptId, head: 0, chain: EMPTY_CHAIN, dueAt: null, ...script };
    }),
  });
  const change = (scriptId: ScriptId, expected: number, to: Partial<Registered & { projectId: ProjectId }>) => {
    const before = there.get(scriptId);
    if (before === undefined) throw new Error('The server has no such script.');
    if (before.version !== expected) {
      const { title, status, version } = before;
      return { ok: true, value: { kind: 'lost', present: { title, status, version } } } as const;
    }
    there.set(scriptId, { ...before, ...to, version: before.version + 1 });
    return { ok: true, value: { kind: 'done', version: before.version + 1 } } as const;
  };
  const remote: RemotePlaces = {
    createProject: async (): Promise<Answer<void>> => ({ ok: true, value: undefined }),
    rename: async ({ scriptId, title, expectedVersion }) => change(scriptId, expectedVersion, { title }),
    setStatus: async ({ scriptId, status, expectedVersion }) => change(scriptId, expectedVersion, { status }),
    move: async ({ scriptId, projectId, expectedVersion }) => change(scriptId, expectedVersion, { projectId }),
  };
  const wire = { isUp: true };
  const troubles: unknown[] = [];
  const joined: ScriptId[] = [];
  const desk = new ProjectsDesk({
    places: here.vault.places,
    access: () => here.vault.sync.access(),
    usedBytes: async () => (await here.vault.storage()).file,
    remote: () => (wire.isUp ? remote : null),
    askAccess: () => undefined,
    joined: (scriptId) => void joined.push(scriptId),
    tell: () => undefined,
    onTrouble: (error) => void troubles.push(error),
  });
  return {
    ...here,
    desk,
    wire,
    there,
    joined,
    project,
    other,
    /** The server's answer to what the person may reach arrives. */
    hear: async () => {
      await here.vault.sync.storeAccess(access());
      await desk.renamed();
    },
    /** A script that the server has. */
    serverScript: (title: string): ScriptId => {
      const scriptId = here.scriptId();
      there.set(scriptId, { title, status: 'draft', version: 1, epoch, projectId: project });
      return scriptId;
    },
    titleHere: async (scriptId: ScriptId) => (await here.vault.places.all()).find((each) => each.scriptId === scriptId),
    [Symbol.asyncDispose]: async () => {
      desk[Symbol.dispose]();
      expect(troubles).toEqual([]);
      await here[Symbol.asyncDispose]();
    },
  };
}

test('[PROJECT-1] everything that the person may reach is listed, with projects, roles and room, without a connection', async () => {
  await using at = await openDesk();
  const scriptId = at.serverScript('Harbour');
  await at.hear();
  at.wire.isUp = false;
  const view = await at.desk.view();
  expect(view.person).toMatchObject({ name: 'Ada' });
  expect(view.projects.map(({ name, organization, role }) => [name, organization, role])).toEqual([
    ['Project 0', 'Northlight', 'internal'],
    ['Project 1', 'Northlight', 'internal'],
  ]);
  expect(view.scripts).toEqual([
    {
      scriptId,
      projectId: at.project,
      status: 'draft',
      role: 'internal',
      dueAt: null,
      hasAccess: true,
      titleThere: null,
    },
  ]);
  expect(view.storage.usedBytes).toBeGreaterThan(0);
});

test('[PROJECT-2] a script of this device joins a project only when asked, and only where its role may make scripts', async () => {
  await using at = await openDesk();
  await at.hear();
  const scriptId = at.scriptId();
  await at.vault.create({ scriptId, title: 'Mine', updates: [] });
  expect((await at.desk.view()).scripts).toEqual([]);
  at.wire.isUp = false;
  expect(await at.desk.join(scriptId, at.project)).toEqual({ kind: 'later' });
  expect(at.joined).toEqual([scriptId]);
  expect((await at.desk.view()).scripts).toMatchObject([{ scriptId, projectId: at.project, status: null }]);

  await using elsewhere = await openDesk({ role: 'freelancer' });
  await elsewhere.hear();
  const other = elsewhere.scriptId();
  await elsewhere.vault.create({ scriptId: other, title: 'Mine', updates: [] });
  expect(await elsewhere.desk.join(other, elsewhere.project)).toEqual({ kind: 'failed', because: 'not-allowed' });
  expect((await elsewhere.desk.view()).scripts).toEqual([]);
});

test('[PROJECT-3] a new title is here at once, and on the server as soon as there is a way', async () => {
  await using at = await openDesk();
  const scriptId = at.serverScript('Harbour');
  await at.hear();
  at.wire.isUp = false;
  await at.vault.rename({ scriptId, title: 'Harbour at night' });
  await at.desk.renamed();
  expect(await at.titleHere(scriptId)).toMatchObject({ title: 'Harbour at night', titleThere: 'Harbour' });
  at.wire.isUp = true;
  await at.hear();
  expect(at.there.get(scriptId)?.title).toBe('Harbour at night');
  await at.hear();
  expect(await at.titleHere(scriptId)).toMatchObject({ title: 'Harbour at night', titleThere: 'Harbour at night' });
});

test('[PROJECT-4] when somebody else was quicker with a title, both are shown and the person chooses', async () => {
  await using at = await openDesk();
  const scriptId = at.serverScript('Harbour');
  await at.hear();
  const theirs = (title: string): void => {
    const before = at.there.get(scriptId);
    if (before !== undefined) at.there.set(scriptId, { ...before, title, version: before.version + 1 });
  };
  await at.vault.rename({ scriptId, title: 'Mine' });
  theirs('Theirs');
  await at.desk.renamed();
  expect(at.there.get(scriptId)?.title).toBe('Theirs');
  await at.hear();
  expect(at.there.get(scriptId)?.title).toBe('Theirs');
  expect((await at.desk.view()).scripts).toMatchObject([{ titleThere: 'Theirs' }]);
  await at.desk.settleTitle(scriptId, 'mine');
  expect(at.there.get(scriptId)?.title).toBe('Mine');
  await at.hear();
  expect((await at.desk.view()).scripts).toMatchObject([{ titleThere: null }]);

  await at.vault.rename({ scriptId, title: 'Mine again' });
  theirs('Theirs again');
  await at.hear();
  await at.desk.settleTitle(scriptId, 'theirs');
  await at.hear();
  expect(await at.titleHere(scriptId)).toMatchObject({ title: 'Theirs again', isTitleLost: false });
  expect(at.there.get(scriptId)?.title).toBe('Theirs again');
});

test('[PROJECT-5] a status that somebody else changed first is not written over; both sides of the race are told', async () => {
  await using at = await openDesk();
  const scriptId = at.serverScript('Harbour');
  await at.hear();
  expect(await at.desk.setStatus(scriptId, 'in_review')).toEqual({ kind: 'done' });
  expect(await at.desk.setStatus(scriptId, 'archived')).toEqual({
    kind: 'lost',
    title: 'Harbour',
    status: 'in_review',
  });
  expect(at.there.get(scriptId)?.status).toBe('in_review');
  at.wire.isUp = false;
  expect(await at.desk.setStatus(scriptId, 'draft')).toEqual({ kind: 'failed', because: 'offline' });
  await at.hear();
  at.wire.isUp = true;
  expect(await at.desk.move(scriptId, at.other)).toEqual({ kind: 'done' });
  expect(at.there.get(scriptId)?.projectId).toBe(at.other);
});

test('[PROJECT-6] whose role may not rename a script does not rename it here either', async () => {
  await using at = await openDesk({ role: 'freelancer' });
  const scriptId = at.serverScript('Harbour');
  await at.hear();
  expect(await at.desk.mayRename(scriptId)).toBe(false);
  const own = at.scriptId();
  await at.vault.create({ scriptId: own, title: 'Mine', updates: [] });
  expect(await at.desk.mayRename(own)).toBe(true);
});
