import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrganizationId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { FunctionCalls } from '../../../main/cloud/function-calls.ts';
import { Places } from '../../../main/cloud/places.ts';
import { organizations, projects, type SeedPerson } from '../../support/server/people.ts';
import { BellWorld, type Listener } from './bell-world.ts';

const signal = new AbortController().signal;
const northlight = OrganizationId.parse(organizations.northlight);
const winter = ProjectId.parse(projects.winter);

let world: BellWorld;
let ines: Listener;
beforeAll(async () => {
  world = await BellWorld.open();
  ines = await world.listener('ines');
});
afterAll(() => world[Symbol.asyncDispose]());

const placesOf = ({ client, session }: Listener): Places => new Places(new FunctionCalls(client, session));
const placesFor = async (who: SeedPerson): Promise<Places> => placesOf(await world.listener(who));

async function newScript(title: string): Promise<ScriptId> {
  const scriptId = ScriptId.parse(randomUUID());
  const made = await ines.log.register({ scriptId, projectId: winter, title }, signal);
  if (!made.ok) throw new Error(made.trouble.kind);
  return scriptId;
}

test('[CLOUD-11] of two who change a script at once the second is told what is there now, and decides', async () => {
  const [mine, ada] = [placesOf(ines), await placesFor('ada')];
  const scriptId = await newScript('Harbour');
  expect(await ada.renameScript({ scriptId, title: 'Harbour at dawn', expectedVersion: 1 }, signal)).toEqual({
    kind: 'done',
    version: 2,
  });
  const there = { title: 'Harbour at dawn', status: 'draft', dueAt: null, version: 2 };
  const lost = { kind: 'lost', there };
  expect(await mine.renameScript({ scriptId, title: 'Quay', expectedVersion: 1 }, signal)).toEqual(lost);
  expect(await mine.setStatus({ scriptId, status: 'approved', expectedVersion: 1 }, signal)).toEqual(lost);
  expect(await mine.setDue({ scriptId, dueAt: 0, expectedVersion: 1 }, signal)).toEqual(lost);
  expect(
    await mine.moveScript({ scriptId, projectId: ProjectId.parse(projects.harbour), expectedVersion: 1 }, signal),
  ).toEqual(lost);
  expect(await mine.renameScript({ scriptId, title: 'Quay', expectedVersion: 2 }, signal)).toMatchObject({
    kind: 'done',
  });
});

test('[CLOUD-11] a change whose answer was lost is told as done when it is asked again', async () => {
  const mine = placesOf(ines);
  const scriptId = await newScript('Pier');
  const asked = { scriptId, title: 'Pier at night', expectedVersion: 1 };
  expect(await mine.renameScript(asked, signal)).toEqual({ kind: 'done', version: 2 });
  expect(await mine.renameScript(asked, signal)).toEqual({ kind: 'done', version: 2 });
  const project = { projectId: ProjectId.parse(randomUUID()), organizationId: northlight, name: 'Spring' };
  expect(await mine.createProject(project, signal)).toEqual({ kind: 'done', version: 1 });
  expect(await mine.createProject(project, signal)).toEqual({ kind: 'done', version: 1 });
});

test('[CLOUD-11] dates, statuses, moves and projects are changed, each from the version before', async () => {
  const mine = placesOf(ines);
  const scriptId = await newScript('Gulls');
  const dueAt = Date.UTC(2027, 0, 31, 12);
  expect(await mine.setDue({ scriptId, dueAt, expectedVersion: 1 }, signal)).toMatchObject({ version: 2 });
  expect(await mine.setStatus({ scriptId, status: 'in_review', expectedVersion: 2 }, signal)).toMatchObject({
    version: 3,
  });
  const projectId = ProjectId.parse(randomUUID());
  await mine.createProject({ projectId, organizationId: northlight, name: 'Summer' }, signal);
  expect(await mine.moveScript({ scriptId, projectId, expectedVersion: 3 }, signal)).toMatchObject({ version: 4 });
  const found = (await ines.access()).scripts.find(({ id }) => id === scriptId);
  expect(found).toMatchObject({ projectId, dueAt, status: 'in_review', version: 4 });
  expect(await mine.setDue({ scriptId, dueAt: null, expectedVersion: 4 }, signal)).toMatchObject({ version: 5 });
  expect(await mine.renameProject({ projectId, name: 'Late summer', expectedVersion: 1 }, signal)).toMatchObject({
    version: 2,
  });
  expect(await mine.archiveProject({ projectId, isArchived: true, expectedVersion: 1 }, signal)).toEqual({
    kind: 'lost',
    there: { name: 'Late summer', archivedAt: null, version: 2 },
  });
  expect(await mine.archiveProject({ projectId, isArchived: true, expectedVersion: 2 }, signal)).toMatchObject({
    version: 3,
  });
});

test('[CLOUD-11] whoever may not is refused, and nothing is changed', async () => {
  const scriptId = await newScript('Tide');
  for (const [who, code] of [
    ['victor', 'not-found'],
    ['olga', 'not-found'],
  ] as const) {
    const places = await placesFor(who);
    const answer = await places.setStatus({ scriptId, status: 'archived', expectedVersion: 1 }, signal);
    expect(answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'refused', refusal: { code } } });
  }
  expect((await ines.access()).scripts.find(({ id }) => id === scriptId)).toMatchObject({
    status: 'draft',
    version: 1,
  });
});
