import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../app/ids.ts';
import { encodeFrames } from '../app/server/frames.ts';
import { toBase64 } from '../app/server/base64.ts';
import { Random } from '../tests/support/random.ts';
import { BenchDevice } from './bench-device.ts';
import { BenchFolder, percentile, round, type Measured } from './benchmark.ts';
import { BenchServer } from './bench-server.ts';
import { sampleScript } from './sample-data.ts';

const EDITS = 5_000;
const ROUNDS = 5;
const FEW_EDITS = 5;
/** As in the outbox. */
const EDITS_PER_BATCH = 256;

/** B11: two devices come back, each with thousands of edits; against exchanging the same batches in memory. */
export async function run(): Promise<Measured> {
  await using server = await BenchServer.open();
  using folder = new BenchFolder();
  const synced: number[] = [];
  const exchanged: number[] = [];
  for (let round_ = 0; round_ <= ROUNDS; round_ += 1) {
    const typed = [typing(100 + round_), typing(200 + round_)] as const;
    const inMemory = exchange(typed);
    const overServer = await comeBack(server, join(folder.path, String(round_)), typed);
    // The first of each warms up.
    if (round_ === 0) continue;
    exchanged.push(inMemory);
    synced.push(overServer);
  }
  const few = typing(300).slice(0, FEW_EDITS);
  return {
    parts: [
      {
        name: `${EDITS} edits each way, back online`,
        ratio: percentile(synced, 0.5) / percentile(exchanged, 0.5),
        goal: { atMost: 8 },
      },
      { name: `${FEW_EDITS} edits, bytes on the wire per byte of rows`, ratio: wirePerByte(few), goal: { atMost: 3 } },
    ],
    detail: {
      inMemoryMs: exchanged.map((ms) => round(ms)),
      backOnlineMs: synced.map((ms) => round(ms)),
    },
  };
}

const born = sampleScript({ seed: 11, rows: 40, keystrokes: 0 }).born;

/** What one person types offline, in an opening of the script of their own. */
function typing(seed: number): readonly Uint8Array[] {
  const random = new Random(seed);
  const doc = docOf(born);
  doc.clientID = seed;
  const rows = [...doc.getMap<Y.Map<Y.XmlFragment>>('rows').values()];
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  while (updates.length < EDITS) {
    const block = random.oneOf(rows).get('audio')?.get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new TypeError('A cell has one block with one text.');
    for (let at = random.below(text.length + 1), left = 40; left > 0 && updates.length < EDITS; left -= 1, at += 1) {
      text.insert(at, random.chance(18) ? ' ' : 'e');
    }
  }
  return updates;
}

/** Milliseconds in which both put their edits into batches and take the other's into their document. */
function exchange([ana, ben]: readonly [readonly Uint8Array[], readonly Uint8Array[]]): number {
  const [docOfAna, docOfBen] = [docOf([...born, ...ana]), docOf([...born, ...ben])];
  const started = performance.now();
  const [fromAna, fromBen] = [inBatches(ana), inBatches(ben)];
  for (const batch of fromBen) Y.applyUpdate(docOfAna, batch);
  for (const batch of fromAna) Y.applyUpdate(docOfBen, batch);
  const took = performance.now() - started;
  assertSame(docOfAna, docOfBen);
  return took;
}

/** Milliseconds from going online until both have everything, on disk and in their document. */
async function comeBack(
  server: BenchServer,
  folder: string,
  typed: readonly [readonly Uint8Array[], readonly Uint8Array[]],
): Promise<number> {
  const scriptId = ScriptId.parse(await server.newScript());
  const docs = [docOf([]), docOf([])];
  const all = docOf([...born, ...typed[0], ...typed[1]]);
  const open = (index: 0 | 1, saves: 'durably' | 'into-the-system'): BenchDevice =>
    BenchDevice.open({
      server: server.address,
      scriptId,
      saves,
      folder: join(folder, String(index)),
      messagesPerSecond: Number.POSITIVE_INFINITY,
      received: (fresh) => {
        for (const { bytes } of fresh) Y.applyUpdate(docs[index] ?? all, bytes);
      },
    });
  for (const index of [0, 1] as const) {
    await using device = open(index, 'into-the-system');
    await device.goOnline();
    await device.whole();
    if (index === 0) for (const update of born) await device.type(update);
    await device.whole();
    await device.goOffline();
    for (const update of typed[index]) await device.type(update);
    for (const update of index === 0 ? [...born, ...typed[0]] : typed[1]) Y.applyUpdate(docs[index] ?? all, update);
  }
  await using ana = open(0, 'durably');
  await using ben = open(1, 'durably');
  const started = performance.now();
  await Promise.all([ana.goOnline(), ben.goOnline()]);
  await Promise.all([ana, ben].map((device, index) => device.until(() => updatesIn(docs[index]) === updatesIn(all))));
  await Promise.all([ana.whole(), ben.whole()]);
  const took = performance.now() - started;
  for (const device of [ana, ben]) assertSame(docOf(await device.vault.updatesOf(scriptId)), all);
  return took;
}

function wirePerByte(edits: readonly Uint8Array[]): number {
  const bytes = Y.mergeUpdates([...edits]);
  const id = UpdateId.parse(randomUUID());
  const frames = toBase64(encodeFrames([{ id, format: 1, bytes, pushedBy: 0, author: undefined }]));
  return frames.length / edits.reduce((sum, { length }) => sum + length, 0);
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  Y.transact(doc, () => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

function inBatches(updates: readonly Uint8Array[]): readonly Uint8Array[] {
  const count = Math.ceil(updates.length / EDITS_PER_BATCH);
  return Array.from({ length: count }, (_, index) =>
    Y.mergeUpdates(updates.slice(index * EDITS_PER_BATCH, (index + 1) * EDITS_PER_BATCH)),
  );
}

/** How much of everybody's typing is in a document. */
function updatesIn(doc: Y.Doc | undefined): number {
  const clocks = doc === undefined ? [] : [...Y.decodeStateVector(Y.encodeStateVector(doc)).values()];
  return clocks.reduce((sum, clock) => sum + clock, 0);
}

function assertSame(one: Y.Doc, other: Y.Doc): void {
  if (!Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))) throw new Error('The two do not have the same.');
}
