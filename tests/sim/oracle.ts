import assert from 'node:assert/strict';
import * as Y from 'yjs';
import type { ScriptId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { FORMAT } from '../../app/script/format.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { applyUntouched } from '../../app/script/read-updates.ts';
import type { Lane } from '../../app/sync/facts.ts';
import { EMPTY_CHAIN } from '../../app/server/chain.ts';
import { everything } from '../fuzz/world.ts';
import type { SimDevice } from './device.ts';
import { ChainTree } from './server/chain-tree.ts';
import { isShown } from './truth.ts';
import type { World } from './world.ts';

/** At most so many calls in a minute without a network: the first tries, then one each time the backoff runs out. */
const CALLS_A_MINUTE_OFFLINE = 40;
/** And with one: ten pushes a second and script are the most there may ever be. */
const CALLS_A_MINUTE = 1_500;
const MINUTE_MS = 60_000;

/** The server's log is what an append-only log is: every id once, no gap, each chain what the one before makes it. */
export function checkServerLogs({ server }: World): void {
  for (const { id, log } of server.state.scripts.values()) {
    const ids = new Set(log.map((row) => row.id));
    assert.equal(ids.size, log.length, `script ${id} has an update twice`);
    const tree = new ChainTree();
    let chain = EMPTY_CHAIN;
    for (const row of log) {
      chain = tree.grow(chain, row);
      assert.equal(row.chain, chain, `script ${id} has a broken chain`);
    }
  }
}

/**
 * Where neither the server nor a vault was ever put back, nothing is written twice, and nobody has a reason to doubt the
 * server's history.
 */
export function checkNothingDoubled({ server, devices }: World): void {
  if (server.restores > 0) return;
  const doubted = devices.find(({ connection }) => connection.calls.some(({ name }) => name.startsWith('missing')));
  assert.equal(doubted?.name, undefined, `${doubted?.name} took the server for a restored one`);
  if (devices.some(({ hasBeenRestored }) => hasBeenRestored)) return;
  for (const { id, log } of server.state.scripts.values()) {
    const ends = new Map<number, number>();
    for (const { bytes } of log.filter(isShown)) {
      for (const struct of Y.decodeUpdate(bytes).structs) {
        const { client, clock } = struct.id;
        assert.ok(clock >= (ends.get(client) ?? 0), `script ${short(id)} has the words of client ${client} twice`);
        ends.set(client, clock + struct.length);
      }
    }
  }
}

/** Whoever has a script open is rung at, on the topic that is its present one. */
export function checkHeard({ devices, server }: World): void {
  for (const device of devices) {
    for (const scriptId of device.windows.keys()) {
      const isReader = server.state.scripts.has(scriptId) && server.mayRead(device.personId, scriptId);
      assert.ok(!isReader || device.isRungAt(scriptId), `${device.name} does not hear ${short(scriptId)}`);
    }
  }
}

/** Whoever may write has nothing left to send. What the server will never take is set aside, and everything else went. */
export async function checkDrained(world: World): Promise<void> {
  await forEachLane(world, (device, scriptId, { outbox }) => {
    if (!world.server.mayWrite(device.personId, scriptId)) return;
    const left = { waiting: outbox.waiting, held: outbox.held };
    assert.deepEqual(left, { waiting: 0, held: 0 }, `${device.name} still has edits of ${short(scriptId)} to send`);
    const unsent = world.claims.unsent(device, scriptId);
    assert.ok(
      unsent <= outbox.refused,
      `${device.name}: ${unsent} edits of ${short(scriptId)} never reached the server`,
    );
  });
}

/** Everything that is in a vault is on the server, or listed as not being there. */
export async function checkNothingLost(world: World): Promise<void> {
  await forEachLane(world, (device, scriptId, { outbox }) => {
    const mine = device.written(scriptId).map(({ id }) => id);
    const stored = new Set(device.vaultRows(scriptId).map(({ id }) => id));
    const gone = mine.filter((id) => !stored.has(id));
    assert.deepEqual(gone, [], `${device.name} lost rows of ${short(scriptId)} that it had saved`);
    if (world.server.mayWrite(device.personId, scriptId)) {
      const absent = device.vaultRows(scriptId).filter((row) => !world.truth.holds(scriptId, row));
      assert.ok(
        absent.length <= outbox.refused,
        `${device.name} may write and holds ${absent.length} updates of ${short(scriptId)} that the server lacks`,
      );
    } else {
      // Whoever may not read cannot be told what a restored server lost of theirs.
      const isUnknowable = world.server.restores > 0 && !world.server.mayRead(device.personId, scriptId);
      const unsent = isUnknowable ? 0 : world.claims.unsent(device, scriptId);
      const listed = outbox.held + outbox.refused;
      assert.ok(listed >= unsent, `${device.name} holds ${unsent} edits of ${short(scriptId)}, and lists ${listed}`);
      assert.equal(outbox.waiting, 0, `${device.name} waits to send what it may not`);
    }
  });
}

/** All who may read show the same, to the letter: the server's log, and behind it what is only theirs. */
export async function checkEqual(world: World): Promise<void> {
  await forEachLane(world, (device, scriptId, lane) => {
    if (!world.server.mayRead(device.personId, scriptId)) return;
    const what = `${device.name}, ${short(scriptId)}`;
    const { log } = world.server.script(scriptId);
    assert.equal(lane.cursor.position, log.length, `${what}: not everything arrived`);
    assert.equal(lane.isHealing, false, `${what}: still healing`);
    const isNewer = [...log, ...device.vaultRows(scriptId)].some(({ format }) => format > FORMAT);
    assert.equal(lane.hasNewerFormat, isNewer, `${what}: the newer format is told wrongly`);
    const own = device.vaultRows(scriptId).filter((row) => !world.truth.holds(scriptId, row));
    const expected = docOf([...log, ...own]);
    const rebuilt = docOf(device.vaultRows(scriptId));
    assert.equal(rebuilt.store.pendingStructs, null, `${what}: something never arrived`);
    assert.equal(rebuilt.store.pendingDs, null, `${what}: a deletion waits for what it deletes`);
    assert.deepEqual(everything(rebuilt), everything(expected), `${what}: other content`);
    assert.deepEqual(Y.snapshot(rebuilt), Y.snapshot(expected), `${what}: another state`);
    const shown = device.windows.get(scriptId);
    if (shown === undefined) return;
    assert.equal(shown.doc.store.pendingStructs, null, `${what}: the window waits for something`);
    assert.deepEqual(picture(shown.doc), picture(expected), `${what}: the window shows something else`);
  });
}

/** What is said of a script in which nothing is left to do is that it is on the server. */
export async function checkSaysSo(world: World): Promise<void> {
  await forEachLane(world, (device, scriptId, { outbox, hasNewerFormat }) => {
    const said = device.engine?.overview().scripts.find((script) => script.scriptId === scriptId);
    assert.ok(said !== undefined, `${device.name} says nothing of ${short(scriptId)}`);
    world.claims.check(device, [said], { isQuiet: true });
    const isPlain = outbox.held + outbox.refused === 0 && !hasNewerFormat;
    if (!isPlain || !world.server.mayRead(device.personId, scriptId)) return;
    assert.equal(
      said.standing.kind,
      'on-server',
      `${device.name} does not say that ${short(scriptId)} is on the server`,
    );
  });
}

export function checkCalls({ devices }: World): void {
  for (const { name, connection } of devices) {
    const most = (calls: readonly { readonly atMs: number }[]): number =>
      Math.max(0, ...calls.map(({ atMs }, index) => countFrom(calls, index, atMs + MINUTE_MS)));
    const offline = most(connection.calls.filter(({ wasOnline }) => !wasOnline));
    assert.ok(offline <= CALLS_A_MINUTE_OFFLINE, `${name} made ${offline} calls in a minute without a network`);
    const all = most(connection.calls);
    assert.ok(all <= CALLS_A_MINUTE, `${name} made ${all} calls in a minute`);
  }
}

function countFrom(calls: readonly { readonly atMs: number }[], from: number, endMs: number): number {
  let count = 0;
  for (let call = calls[from]; call !== undefined && call.atMs < endMs; call = calls[from + count]) count += 1;
  return count;
}

async function forEachLane(
  { devices, scripts, server }: World,
  check: (device: SimDevice, scriptId: ScriptId, lane: Lane) => void,
): Promise<void> {
  for (const device of devices) {
    for (const scriptId of scripts) {
      const isThere = server.state.scripts.has(scriptId) && device.hasLane(scriptId);
      if (isThere) check(device, scriptId, await device.lane(scriptId));
    }
  }
}

function docOf(rows: readonly { readonly bytes: Uint8Array; readonly format: number }[]): Y.Doc {
  const doc = new Y.Doc();
  applyUntouched(doc, () => rows.filter(isShown).forEach(({ bytes }) => Y.applyUpdate(doc, bytes)), 'oracle');
  return doc;
}

const picture = (doc: Y.Doc): unknown => canonicalScript(readScript(doc));
const short = (scriptId: ScriptId): string => scriptId.slice(0, 4);
