import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import type { FaultRuleInput } from '../../../supabase/local/gateway/faults/rules.ts';
import { standingIn } from '../../../renderer/status/sync-store.ts';
import { Random } from '../../support/random.ts';
import { scripts } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { expectSame, type OpenDocument } from '../../support/synced/open-document.ts';
import { SyncedDevice } from '../../support/synced/synced-device.ts';
import { claimOf, type Claim } from './claims.ts';
import { Teller } from './teller.ts';

/** Every kind of message that passes between a device and its server. */
const messages = [
  { on: 'http', path: '/rest/v1/rpc/push_updates' },
  { on: 'http', path: '/rest/v1/rpc/pull_updates' },
  { on: 'http', path: '/rest/v1/rpc/my_access' },
  { on: 'http', path: '/rest/v1/rpc/seen' },
  { on: 'http', path: '/rest/v1/script_seen' },
  { on: 'http', path: '/realtime/v1/websocket' },
  { on: 'outgoing', topic: 'realtime:script:' },
  { on: 'outgoing', event: 'phx_reply' },
  { on: 'incoming', event: 'phx_join' },
  { on: 'incoming', event: 'heartbeat' },
] as const;

const onHttp = [
  { do: 'drop' },
  { do: 'drop', handled: true },
  { do: 'delay', ms: 120 },
  { do: 'duplicate' },
  { do: 'answer', status: 503 },
  { do: 'answer', status: 429 },
  { do: 'answer', status: 401 },
  { do: 'answer', status: 403 },
  { do: 'hang', handled: true },
] as const;
const onSocket = [
  { do: 'drop' },
  { do: 'delay', ms: 120 },
  { do: 'duplicate' },
  { do: 'reorder' },
  { do: 'close', code: 1011 },
] as const;

/** Message by message, each with everything that can happen to it. */
const faults = messages.flatMap<FaultRuleInput>((message) =>
  message.on === 'http'
    ? onHttp.map((fault) => ({ ...message, ...fault }))
    : onSocket.map((fault) => ({ ...message, ...fault })),
);

export interface FalseClaim {
  readonly round: number;
  readonly fault: string;
  readonly claim: Claim;
  readonly truth: string;
}

export interface Truth {
  readonly rounds: number;
  readonly claims: number;
  readonly falseClaims: readonly FalseClaim[];
  /** How often which words were said, numbers and names left out. */
  readonly said: ReadonlyMap<string, number>;
}

interface Seat {
  readonly device: SyncedDevice;
  readonly document: OpenDocument;
  readonly teller: Teller;
  /** What this person typed, once it was on disk here. */
  readonly saved: string[];
}

/** One thing that a window said, with all that can only be looked at in that moment. */
interface Heard {
  readonly round: number;
  readonly fault: string;
  readonly claim: Claim;
  readonly at: number;
  readonly saved: readonly string[];
  /** Who is said to have seen it all and has not. */
  readonly notSeenBy: readonly string[];
}

/**
 * Two people on one script, each with the store that their window shows words from. In each round something happens to
 * one kind of message while they type, and everything that is said is held against the server's log, as it was in that
 * moment, and the other's vault.
 */
export async function play(seed: number, rounds: number): Promise<Truth> {
  await using stack = await openStack();
  const folder = await mkdtemp(join(tmpdir(), 'galley-truth-'));
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => rm(folder, { recursive: true, force: true }));
  const scriptId = ScriptId.parse(scripts.pilot.id);
  const seats: Seat[] = [];
  for (const person of ['ines', 'felix'] as const) {
    const device = cleaning.use(await SyncedDevice.open({ server: stack, person, folder }));
    await device.engine.settled();
    const document = await device.openDocument(scriptId);
    seats.push({ device, document, teller: cleaning.use(new Teller(device.engine)), saved: [] });
  }
  const random = new Random(seed);
  const heard: Heard[] = [];
  let [round, fault] = [0, 'none'];
  const listen = (seat: Seat): void => {
    const view = seat.teller.store.get();
    const claim = claimOf(standingIn(view, scriptId), view.link);
    if (claim === null) return;
    const notSeenBy = claim.seenBy.filter(
      (personId) =>
        !hasAll(
          seats,
          personId,
          scriptId,
          seats.flatMap(({ saved }) => saved),
          seat,
        ),
    );
    heard.push({ round, fault, claim, at: Date.now(), saved: [...seat.saved], notSeenBy });
  };
  for (const seat of seats) cleaning.defer(seat.teller.store.subscribe(() => listen(seat)));

  for (round = 0; round < rounds; round++) {
    const rule = faults[round % faults.length];
    if (rule === undefined) break;
    fault = JSON.stringify(rule);
    const standing = stack.faults.add({ ...rule, times: 1 + random.below(3) });
    for (let edits = 1 + random.below(3); edits > 0; edits--) {
      const seat = random.oneOf(seats);
      const marker = `<${round}.${edits}.${seat.device.person}>`;
      seat.document.type(marker);
      await seat.document.saved();
      await seat.teller.inOrder(() => {
        seat.saved.push(marker);
        seat.teller.store.saved(scriptId);
        listen(seat);
      });
      await sleep(random.below(30));
    }
    // As long as the fault may take; the way is whole again after that.
    await sleep(random.below(120));
    standing[Symbol.dispose]();
    for (const { device } of seats) device.engine.tryNow();
    if (round % 10 === 9)
      await expectSame(
        seats.map(({ document }) => document),
        60_000,
      );
    seats.forEach(listen);
  }
  await expectSame(
    seats.map(({ document }) => document),
    60_000,
  );
  return judge(heard, { rounds, whenOn: await arrivals(stack, scriptId) });
}

/** Whether a device holds all of these words, as far as the one who claims it knows of them itself. */
function hasAll(
  seats: readonly Seat[],
  personId: string,
  scriptId: ScriptId,
  words: readonly string[],
  claiming: Seat,
): boolean {
  const other = seats.find(({ device }) => device.personId === personId);
  if (other === undefined) return true;
  const [theirs, mine] = [other, claiming].map((seat) => bytesOf(seat, scriptId));
  return words.every((word) => !mine?.includes(word) || theirs?.includes(word) === true);
}

const bytesOf = ({ device }: Seat, scriptId: ScriptId): Buffer => {
  const updates = device.vault.updatesOf(scriptId);
  return updates instanceof Promise ? Buffer.alloc(0) : Buffer.concat(updates.map((update) => Buffer.from(update)));
};

const Rows = z.array(z.object({ bytes: z.instanceof(Buffer), at: z.number() }));

/** When the server began to have each word, in milliseconds since 1970, by the clock that the devices have too. */
async function arrivals(stack: Stack, scriptId: ScriptId): Promise<(word: string) => number> {
  const { rows } = await stack.admin.query(
    `select bytes, (extract(epoch from created_at) * 1000)::float8 as at from public.script_updates
     where script_id = $1 order by position`,
    [scriptId],
  );
  const log = Rows.parse(rows);
  const known = new Map<string, number>();
  return (word) => {
    const at = known.get(word) ?? log.find(({ bytes }) => bytes.includes(word))?.at ?? Number.POSITIVE_INFINITY;
    known.set(word, at);
    return at;
  };
}

function judge(
  heard: readonly Heard[],
  { rounds, whenOn }: { readonly rounds: number; readonly whenOn: (word: string) => number },
): Truth {
  const falseClaims: FalseClaim[] = [];
  const said = new Map<string, number>();
  for (const { claim, at, saved, notSeenBy, ...where } of heard) {
    const words = claim.label.replaceAll(/[\d,]+/g, 'n');
    said.set(words, (said.get(words) ?? 0) + 1);
    const onlyHere = saved.filter((word) => whenOn(word) > at).length;
    const isTooFew = claim.onlyHere !== null && claim.onlyHere < onlyHere;
    if (isTooFew) falseClaims.push({ ...where, claim, truth: `${onlyHere} edits are only here` });
    if (notSeenBy.length > 0) falseClaims.push({ ...where, claim, truth: `not seen by ${notSeenBy.join(' and ')}` });
  }
  return { rounds, claims: heard.length, falseClaims, said };
}
