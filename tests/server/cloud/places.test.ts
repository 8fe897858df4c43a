import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrganizationId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { FunctionCalls } from '../../../main/cloud/function-calls.ts';
import { SupabasePlaces } from '../../../main/cloud/places.ts';
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

const placesOf = ({ client, session }: Listener): SupabasePlaces =>
  new SupabasePlaces(new FunctionCalls(client, session));
const placesFor = async (who: SeedPerson): Promise<SupabasePlaces> => placesOf(await world.listener(who));

const done = (version: number) => ({ ok: true, value: { kind: 'done', version } });

async function newScript(title: string): Promise<ScriptId> {
  const scriptId = ScriptId.parse(randomUUID());
  const made = await ines.log.register({ scriptId, projectId: winter, title }, signal);
  if (!made.ok) throw new Error(made.trouble.kind);
  return scriptId;
}

test('[CLOUD-11] of two who change a script at once the second is told what is there now, and decides', async () => {
  const [mine, ada] = [placesOf(ines), await placesFor('ada')];
  const scriptId = await newScript('Harbour');
  expect(await ada.rename({ scriptId, title: 'Harbour at dawn', expectedVersion: 1 }, signal)).toEqual(done(2));
  const present = { title: 'Harbour at dawn', status: 'draft', version: 2 };
  const lost = { ok: true, value: { kind: 'lost', present } };
  expect(await mine.rename({ scriptId, title: 'Quay', expectedVersion: 1 }, signal)).toEqual(lost);
  expect(await mine.setStatus({ scriptId, status: 'approved', expectedVersion: 1 }, signal)).toEqual(lost);
  const projectId = ProjectId.parse(projects.harbour);
  expect(await mine.move({ scriptId, projectId, expectedVersion: 1 }, signal)).toEqual(lost);
  expect(await mine.rename({ scriptId, title: 'Quay', expectedVersion: 2 }, signal)).toEqual(done(3));
});

test('[CLOUD-11] a change whose answer was lost is told as done when it is asked again', async () => {
  const mine = placesOf(ines);
  const scriptId = await newScript('Pier');
  const asked = { scriptId, title: 'Pier at night', expectedVersion: 1 };
  expect(await mine.rename(asked, signal)).toEqual(done(2));
  expect(await mine.rename(asked, signal)).toEqual(done(2));
  const project = { projectId: ProjectId.parse(randomUUID()), organizationId: northlight, name: 'Spring' };
  expect(await mine.createProject(project, signal)).toMatchObject({ ok: true });
  expect(await mine.createProject(project, signal)).toMatchObject({ ok: true });
});

test('[CLOUD-11] status and place are changed, each from the version before', async () => {
  const mine = placesOf(ines);
  const scriptId = await newScript('Gulls');
  expect(await mine.setStatus({ scriptId, status: 'in_review', expectedVersion: 1 }, signal)).toEqual(done(2));
  const projectId = ProjectId.parse(randomUUID());
  await mine.createProject({ projectId, organizationId: northlight, name: 'Summer' }, signal);
  expect(await mine.move({ scriptId, projectId, expectedVersion: 2 }, signal)).toEqual(done(3));
  const found = (await ines.access()).scripts.find(({ id }) => id === scriptId);
  expect(found).toMatchObject({ projectId, status: 'in_review', version: 3 });
});

test('[CLOUD-11] whoever may not is refused, and nothing is changed', async () => {
  const scriptId = await newScript('Tide');
  for (const [who, code] of [
    ['victor', 'not-found'],
    ['olga', 'not-found'],
  ] as const) {
    const places = await placesFor(who);
    const answer = await places.setStatus({ scriptId, status: 'archived', expectedVersion: 1 }, signal);
    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'refused', refusal: { code } } });
  }
  expect((await ines.access()).scripts.find(({ id }) => id === scriptId)).toMatchObject({
    status: 'draft',
    version: 1,
  });
});
