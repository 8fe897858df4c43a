import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeviceId, ProjectId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { EMPTY_CHAIN, type Cursor } from '../../../app/server/chain.ts';
import { YJS_V1 } from '../../../app/server/frames.ts';
import type { Batch } from '../../../app/sync/facts.ts';
import type { Answer, Pulled, RemoteLog } from '../../../app/sync/ports.ts';
import { chainOf, typed } from '../../server/log/updates.ts';
import { Random } from '../../support/random.ts';
import { members, type RemoteWorld } from './remote-world.ts';

const START: Cursor = { position: 0, chain: EMPTY_CHAIN };
const PAGE_BYTES = 256 * 1024;

/** What every RemoteLog does, whatever stands behind it: the model server, the local stack, any Supabase. */
export function remoteLogSuite(name: string, open: () => Promise<RemoteWorld>): void {
  describe(name, () => {
    // A server may keep what earlier runs pushed: its ids must be new each time.
    const random = new Random(randomInt(2 ** 32));
    const signal = new AbortController().signal;
    let world: RemoteWorld;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world[Symbol.asyncDispose]());

    const batches = (count: number): readonly Batch[] =>
      typed(random, count).map(({ id, bytes }) => ({ batchId: id, format: YJS_V1, bytes, claimedAuthor: null }));
    const asUpdates = (pushed: readonly Batch[]) => pushed.map(({ batchId, bytes }) => ({ id: batchId, bytes }));

    async function push(log: RemoteLog, scriptId: ScriptId, pushed: readonly Batch[]) {
      return valueOf(await log.push(scriptId, pushed, signal));
    }

    test('[CLOUD-1] what is pushed is pulled back, in order, with its chain and who pushed it', async () => {
      const scriptId = await world.newScript();
      const [first, second] = [batches(3), batches(2)];
      expect(await push(world.logs.internal, scriptId, first)).toEqual({
        positions: [1, 2, 3],
        head: 3,
        chain: chainOf(asUpdates(first)),
      });
      const claimed = second.map((batch) => ({ ...batch, claimedAuthor: world.people.internal }));
      await push(world.logs.freelancer, scriptId, claimed);
      const pulled = valueOf(await world.logs.viewer.pull(scriptId, START, PAGE_BYTES, signal));
      if (pulled.kind !== 'updates') throw new Error(pulled.kind);
      const all = [...first, ...claimed];
      expect(pulled.page.updates).toEqual(
        all.map(({ batchId, format, bytes, claimedAuthor }, index) => ({
          id: batchId,
          format,
          bytes: new Uint8Array(bytes),
          pushedBy: index < 3 ? world.people.internal : world.people.freelancer,
          claimedAuthor,
        })),
      );
      expect(pulled.page.from).toEqual(START);
      expect(pulled.page.to).toEqual({ position: 5, chain: chainOf(asUpdates(all)) });
      expect(pulled.page.people.map(({ personId }) => personId).toSorted()).toEqual(
        [world.people.internal, world.people.freelancer].toSorted(),
      );
      expect(pulled.head).toBe(5);
    });

    test('[CLOUD-2] a push that is sent again, in other pieces too, has the positions it had', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(4);
      await push(world.logs.internal, scriptId, pushed.slice(0, 2));
      expect(await push(world.logs.internal, scriptId, pushed)).toMatchObject({ positions: [1, 2, 3, 4], head: 4 });
      expect(await push(world.logs.internal, scriptId, pushed.slice(1, 3))).toMatchObject({
        positions: [2, 3],
        head: 4,
      });
    });

    test('[CLOUD-2] a known id with other bytes is refused, and of its call nothing is kept', async () => {
      const scriptId = await world.newScript();
      const [known, other, fresh] = batches(3);
      if (known === undefined || other === undefined || fresh === undefined) throw new Error('too few');
      await push(world.logs.internal, scriptId, [known]);
      const forged = { ...other, batchId: known.batchId };
      expect(await world.logs.internal.push(scriptId, [fresh, forged], signal)).toMatchObject(refused('other-bytes'));
      const pulled = valueOf(await world.logs.internal.pull(scriptId, START, PAGE_BYTES, signal));
      expect(idsOf(pulled)).toEqual([known.batchId]);
    });

    test('[CLOUD-3] pages of any size lead from the start to the head', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(7);
      await push(world.logs.internal, scriptId, pushed);
      const ids: UpdateId[] = [];
      let cursor = START;
      for (let pages = 0; cursor.position < 7; pages += 1) {
        if (pages > 7) throw new Error('No page brings this to its end.');
        // Far less than one update and its header: a page has one all the same.
        const pulled = valueOf(await world.logs.freelancer.pull(scriptId, cursor, pages % 2 === 0 ? 1 : 150, signal));
        if (pulled.kind !== 'updates') throw new Error(pulled.kind);
        expect(pulled.page.updates.length).toBeGreaterThan(0);
        ids.push(...pulled.page.updates.map(({ id }) => id));
        cursor = pulled.page.to;
      }
      expect(ids).toEqual(pushed.map(({ batchId }) => batchId));
      const end = valueOf(await world.logs.freelancer.pull(scriptId, cursor, PAGE_BYTES, signal));
      expect(end).toMatchObject({ kind: 'updates', head: 7, page: { updates: [], to: cursor } });
    });

    test('[CLOUD-4] a cursor of another history is answered as diverged, also when it is within the log', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(5);
      await push(world.logs.internal, scriptId, pushed);
      const before = { position: 5, chain: chainOf(asUpdates(pushed)) };
      await world.restore(scriptId, 2);
      const ahead = valueOf(await world.logs.internal.pull(scriptId, before, PAGE_BYTES, signal));
      expect(ahead).toMatchObject({ kind: 'diverged', head: 2 });
      await push(world.logs.freelancer, scriptId, batches(4));
      const within = valueOf(await world.logs.internal.pull(scriptId, before, PAGE_BYTES, signal));
      expect(within).toMatchObject({ kind: 'diverged', head: 6 });
      const known = { position: 2, chain: chainOf(asUpdates(pushed.slice(0, 2))) };
      const behind = valueOf(await world.logs.internal.pull(scriptId, known, PAGE_BYTES, signal));
      expect(behind).toMatchObject({ kind: 'updates', head: 6 });
    });

    test('[CLOUD-5] of many ids those are told that the server does not have, in their order', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(3);
      const unknown = Array.from({ length: 3 }, () => UpdateId.parse(random.uuid()));
      await push(world.logs.internal, scriptId, pushed);
      const asked = [...unknown.slice(0, 2), ...pushed.map(({ batchId }) => batchId), ...unknown.slice(2)];
      expect(valueOf(await world.logs.viewer.missing(scriptId, asked, signal))).toEqual(unknown);
      expect(valueOf(await world.logs.viewer.missing(scriptId, [], signal))).toEqual([]);
    });

    test('[CLOUD-6] each other person is told once, as far as their furthest device is', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(6);
      await push(world.logs.internal, scriptId, pushed);
      const device = (): DeviceId => DeviceId.parse(random.uuid());
      const at = (position: number): Cursor => ({ position, chain: chainOf(asUpdates(pushed.slice(0, position))) });
      valueOf(await world.logs.internal.tellSeen(scriptId, device(), at(6), signal));
      valueOf(await world.logs.freelancer.tellSeen(scriptId, device(), at(5), signal));
      valueOf(await world.logs.freelancer.tellSeen(scriptId, device(), at(2), signal));
      valueOf(await world.logs.admin.tellSeen(scriptId, device(), at(1), signal));
      // Whoever has not noticed that the server has another history now does not know what it has seen of this one.
      const elsewhere = { position: 6, chain: at(5).chain };
      expect(await world.logs.admin.tellSeen(scriptId, device(), elsewhere, signal)).toMatchObject(
        refused('bad-request'),
      );
      // Viewers look, and are not told of.
      expect(await world.logs.viewer.tellSeen(scriptId, device(), at(1), signal)).toMatchObject(refused('not-allowed'));
      const seen = valueOf(await world.logs.internal.readSeen(scriptId, signal));
      expect(new Map(seen.map(({ personId, position }) => [personId, position]))).toEqual(
        new Map([
          [world.people.freelancer, 5],
          [world.people.admin, 1],
        ]),
      );
      expect(seen.every(({ name }) => name !== null)).toBe(true);
    });

    test('[CLOUD-7] refusals come as such: what a role may not, and what is not there for somebody', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(1);
      expect(await world.logs.viewer.push(scriptId, pushed, signal)).toMatchObject(refused('not-allowed'));
      for (const outside of ['client', 'stranger'] as const) {
        const code = outside === 'client' ? 'not-allowed' : 'not-found';
        expect(await world.logs[outside].push(scriptId, pushed, signal)).toMatchObject(refused(code));
        expect(await world.logs[outside].pull(scriptId, START, PAGE_BYTES, signal)).toMatchObject(refused(code));
      }
      const nowhere = ScriptId.parse(random.uuid());
      expect(await world.logs.admin.push(nowhere, pushed, signal)).toMatchObject(refused('not-found'));
      const former = await world.formerFreelancer();
      expect(await former.push(scriptId, pushed, signal)).toMatchObject(refused('not-found'));
    });

    test('[CLOUD-7] a status that keeps a freelancer from writing is named in the refusal', async () => {
      const scriptId = await world.newScript();
      await world.setStatus(scriptId, 'in_review');
      const answer = await world.logs.freelancer.push(scriptId, batches(1), signal);
      expect(answer).toMatchObject(refused('script-status'));
      if (answer.ok || answer.trouble.kind !== 'refused') throw new Error('not refused');
      expect(JSON.parse(answer.trouble.refusal.details ?? '')).toEqual({ status: 'in_review' });
      valueOf(await world.logs.internal.push(scriptId, batches(1), signal));
      await world.setStatus(scriptId, 'archived');
      expect(await world.logs.internal.push(scriptId, batches(1), signal)).toMatchObject(refused('script-status'));
    });

    test('[CLOUD-8] a script gets its server side once, under the id that it has', async () => {
      const { logs, projectId } = world;
      const script = { scriptId: ScriptId.parse(random.uuid()), projectId, title: 'Harbour at dawn' };
      const made = valueOf(await logs.internal.register(script, signal));
      expect(made).toMatchObject({ title: script.title, status: 'draft', version: 1 });
      expect(valueOf(await logs.internal.register(script, signal))).toEqual(made);
      const elsewhere = {
        ...script,
        projectId: ProjectId.parse(random.uuid()),
        scriptId: ScriptId.parse(random.uuid()),
      };
      expect(await logs.internal.register(elsewhere, signal)).toMatchObject(refused('not-found'));
    });

    test('[CLOUD-8] access names what each person reaches, and how long each log is', async () => {
      const scriptId = await world.newScript();
      const pushed = batches(2);
      await push(world.logs.internal, scriptId, pushed);
      for (const member of members) {
        const access = valueOf(await world.logs[member].access(signal));
        expect(access.person.personId).toBe(world.people[member]);
        const script = access.scripts.find(({ id }) => id === scriptId);
        const project = access.projects.find(({ id }) => id === world.projectId);
        expect(project?.role).toBe(member === 'stranger' ? undefined : member);
        if (member === 'stranger' || member === 'client') expect(script).toBeUndefined();
        else expect(script).toMatchObject({ projectId: world.projectId, status: 'draft', head: 2, version: 1 });
        if (script !== undefined && script.chain !== null) expect(script.chain).toBe(chainOf(asUpdates(pushed)));
      }
    });

    test('[CLOUD-9] without a session everything is answered as signed out', async () => {
      const scriptId = await world.newScript();
      const { nobody } = world;
      const signedOut = { ok: false, trouble: { kind: 'signed-out' } };
      expect(await nobody.access(signal)).toEqual(signedOut);
      expect(await nobody.push(scriptId, batches(1), signal)).toEqual(signedOut);
      expect(await nobody.pull(scriptId, START, PAGE_BYTES, signal)).toEqual(signedOut);
      expect(await nobody.missing(scriptId, [], signal)).toEqual(signedOut);
      expect(await nobody.readSeen(scriptId, signal)).toEqual(signedOut);
    });

    test('[CLOUD-10] a call that was let go is answered as that', async () => {
      const scriptId = await world.newScript();
      const gone = AbortSignal.abort();
      const aborted = { ok: false, trouble: { kind: 'aborted' } };
      expect(await world.logs.internal.access(gone)).toEqual(aborted);
      expect(await world.logs.internal.push(scriptId, batches(1), gone)).toEqual(aborted);
      const letGo = new AbortController();
      const pulling = world.logs.internal.pull(scriptId, START, PAGE_BYTES, letGo.signal);
      letGo.abort();
      expect(await pulling).toEqual(aborted);
    });
  });
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(`The server did not do it: ${JSON.stringify(answer.trouble)}`);
}

const refused = (code: string): object => ({ ok: false, trouble: { kind: 'refused', refusal: { code } } });

const idsOf = (pulled: Pulled): readonly UpdateId[] =>
  pulled.kind === 'updates' ? pulled.page.updates.map(({ id }) => id) : [];
