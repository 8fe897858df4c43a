import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as Y from 'yjs';
import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import { ScriptModel } from '../../../app/script/model.ts';
import type { FaultRuleInput } from '../../../supabase/local/gateway/faults/rules.ts';
import { editAnyhow } from '../../support/any-edit.ts';
import { Random } from '../../support/random.ts';
import { scripts, type SeedPerson } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { contentOf, expectSame, type OpenDocument } from '../../support/synced/open-document.ts';
import { SyncedDevice } from '../../support/synced/synced-device.ts';
import { openThreadedVault } from '../../support/synced/threaded-vault.ts';

/** Those who may write in the script. */
const writers = ['ines', 'felix', 'ada'] as const satisfies readonly SeedPerson[];
const HEALED_WITHIN_MS = 60_000;

const anywhere = { on: 'http', path: '/rest/v1/rpc/' } as const;
const faults: readonly FaultRuleInput[] = [
  { ...anywhere, do: 'drop' },
  { ...anywhere, do: 'drop', handled: true },
  { ...anywhere, do: 'duplicate' },
  { ...anywhere, do: 'delay', ms: 150 },
  { ...anywhere, do: 'answer', status: 503 },
  { ...anywhere, do: 'answer', status: 401 },
  { on: 'outgoing', topic: 'realtime:script:', do: 'drop' },
  { on: 'outgoing', topic: 'realtime:script:', do: 'duplicate' },
  { on: 'outgoing', topic: 'realtime:script:', do: 'reorder' },
  { on: 'outgoing', topic: 'realtime:script:', do: 'delay', ms: 200 },
  { on: 'incoming', do: 'close', code: 1011 },
];

interface Seat {
  readonly person: SeedPerson;
  device: SyncedDevice;
  document: OpenDocument;
  model: ScriptModel;
}

/**
 * One seed on the shipped vault with its threads, the real client and the real stack: people edit anyhow, messages are
 * lost, doubled, late and refused, people sign out and in, and devices end and start again from their disks. Then all is
 * well again, and everybody must have everything.
 * @throws what promise was not kept
 */
export async function playReal(seed: number): Promise<{ readonly steps: number; readonly positions: number }> {
  await using stack = await openStack();
  const folder = await mkdtemp(join(tmpdir(), 'galley-real-'));
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => rm(folder, { recursive: true, force: true }));
  const random = new Random(seed);
  const scriptId = ScriptId.parse(scripts.pilot.id);
  const sit = async (person: SeedPerson): Promise<Seat> => {
    const device = await SyncedDevice.open({ server: stack, person, folder, openVault: openThreadedVault });
    await device.engine.settled();
    const document = await device.openDocument(scriptId);
    const surroundings = { author: device.personId, now: () => new Date(), newId: () => random.uuid() };
    return { person, device, document, model: new ScriptModel(document.doc, surroundings) };
  };
  const stand = async ({ device, document, model }: Seat): Promise<void> => {
    await document.saved();
    model[Symbol.dispose]();
    await device[Symbol.asyncDispose]();
  };
  const seats: Seat[] = [];
  cleaning.defer(async () => {
    for (const seat of seats) await stand(seat);
  });
  for (const person of writers.slice(0, 2 + random.below(2))) seats.push(await sit(person));

  const steps = 12 + random.below(14);
  for (let step = 0; step < steps; step += 1) {
    const seat = random.oneOf(seats);
    const roll = random.below(100);
    if (roll < 62) for (let edits = 1 + random.below(4); edits > 0; edits -= 1) editAnyhow(seat.model, random);
    else if (roll < 80) stack.faults.add({ ...random.oneOf(faults), times: 1 + random.below(3) });
    else if (roll < 88) seat.device.session.isSignedIn = !seat.device.session.isSignedIn;
    else if (roll < 92) seat.device.engine.woke();
    else if (roll < 96) {
      await stand(seat);
      Object.assign(seat, await sit(seat.person));
    } else await sleep(random.below(120));
  }
  stack.faults.clear();
  for (const { device } of seats) device.session.isSignedIn = true;
  await heal(seats, scriptId);
  return { steps, positions: await judge(seats, stack, scriptId) };
}

/** Until everybody says that everything of theirs is on the server, and all show the same. */
async function heal(seats: readonly Seat[], scriptId: ScriptId): Promise<void> {
  const tooLate = AbortSignal.timeout(HEALED_WITHIN_MS);
  for (const { device, document } of seats) {
    await document.saved();
    device.engine.tryNow();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      const found = device.engine.overview().scripts.find((script) => script.scriptId === scriptId)?.standing;
      if (found?.kind === 'on-server') resolve();
    };
    const giveUp = (): void => {
      const found = device.engine.overview().scripts.find((script) => script.scriptId === scriptId)?.standing;
      reject(new Error(`${device.person} is not done: ${JSON.stringify(found)}`));
    };
    tooLate.addEventListener('abort', giveUp, { once: true });
    using _ = device.engine.onChanged(look);
    look();
    await promise;
    tooLate.removeEventListener('abort', giveUp);
  }
  await expectSame(
    seats.map(({ document }) => document),
    HEALED_WITHIN_MS,
  );
}

const Rows = z.array(z.object({ position: z.coerce.number(), id: z.string(), bytes: z.instanceof(Buffer) }));

/** @throws what is not as it should be. Answers how long the server's log is. */
async function judge(seats: readonly Seat[], stack: Stack, scriptId: ScriptId): Promise<number> {
  const { rows } = await stack.admin.query(
    'select position, id, bytes from public.script_updates where script_id = $1 order by position',
    [scriptId],
  );
  const log = Rows.parse(rows);
  if (log.some(({ position }, index) => position !== index + 1)) throw new Error('The server’s log has gaps.');
  if (new Set(log.map(({ id }) => id)).size !== log.length) throw new Error('The server’s log holds a batch twice.');
  const server = replay(log.map(({ bytes }) => bytes));
  for (const { person, device, document } of seats) {
    const { doc } = document;
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error(`${person} waits for more.`);
    const vault = replay(await device.vault.updatesOf(scriptId));
    const [shown, stored, there] = [doc, vault, server].map(contentOf);
    if (stored !== shown) throw new Error(`${person}’s vault makes another document than is shown.`);
    if (there !== shown) throw new Error(`${person} shows another document than the server’s log makes.`);
    const { outbox } = await device.vault.lane(scriptId);
    if (outbox.waiting + outbox.held + outbox.refused > 0) throw new Error(`${person}’s outbox is not empty.`);
  }
  return log.length;
}

function replay(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return doc;
}
