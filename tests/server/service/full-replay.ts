import type pg from 'pg';
import * as Y from 'yjs';
import * as z from 'zod';
import { canonicalScript } from '../../../app/script/canonical.ts';
import { textOf } from '../../../app/script/content.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { applyUntouched, readUpdates } from '../../../app/script/read-updates.ts';
import { sha256 } from '../../support/sha256.ts';
import type { ServiceWorld } from './service-world.ts';

const position = z.coerce.number();
const bytes = z.instanceof(Buffer);
const Update = z.object({ position, chain: bytes, bytes });
const Snapshot = Update.extend({ sha256: bytes });
const Row = z.object({
  row_id: z.string(),
  scene_id: z.string().nullable(),
  ordinal: z.number(),
  content: z.record(z.string(), z.unknown()),
  script_status: z.string(),
});
const Place = z.object({ position, chain: bytes, head: position, status: z.string() });

type Row = z.output<typeof Row>;
type Update = z.output<typeof Update>;
type Snapshot = z.output<typeof Snapshot>;

export interface TruthOptions {
  /** Rows may be those of an earlier position: the service has not come to the head yet. One snapshot is looked at. */
  readonly mayLag?: boolean;
}

/** What is not as a replay of the whole log has it; nothing when the service has told the truth. */
export async function untruths(
  { world }: Pick<ServiceWorld, 'world'>,
  scriptId: string,
  { mayLag = false }: TruthOptions = {},
): Promise<readonly string[]> {
  const { log, snapshots, rows, place } = await readAll(world.database.admin, scriptId);
  const found = (mayLag ? snapshots.slice(-1) : snapshots)
    .flatMap((snapshot) => snapshotFaults(snapshot, log))
    .map((fault) => `snapshot: ${fault}`);
  if (snapshots.length > 3) found.push(`${snapshots.length} snapshots are kept`);
  if (!mayLag && place.position !== place.head) found.push(`behind: ${place.position} of ${place.head}`);
  const chain = log[place.position - 1]?.chain;
  if (place.position > 0 && chain?.equals(place.chain) !== true)
    found.push(`progress at ${place.position}: other chain`);
  const expected = expectedRows(replayed(log.slice(0, place.position)), place.status);
  if (rows.map(stable).join('\n') !== expected.map(stable).join('\n')) {
    found.push(`rows: ${rows.length} are not the ${expected.length} visible at ${place.position}`);
  }
  return found;
}

/** All at one moment, whatever is pushed meanwhile. */
async function readAll(
  admin: pg.Pool,
  scriptId: string,
): Promise<{
  readonly log: readonly Update[];
  readonly snapshots: readonly Snapshot[];
  readonly rows: readonly Row[];
  readonly place: z.output<typeof Place>;
}> {
  const client = await admin.connect();
  const read = async <S extends z.ZodType>(schema: S, text: string): Promise<z.output<S>[]> =>
    z.array(schema).parse((await client.query(text, [scriptId])).rows);
  try {
    await client.query('begin isolation level repeatable read read only');
    const log = await read(
      Update,
      'select position, chain, bytes from public.script_updates where script_id = $1 order by position',
    );
    const snapshots = await read(
      Snapshot,
      'select position, chain, bytes, sha256 from public.script_snapshots where script_id = $1 order by position',
    );
    const rows = await read(
      Row,
      `select row_id, scene_id, ordinal, content, script_status from public.script_rows
       where script_id = $1 order by ordinal`,
    );
    const [place] = await read(
      Place,
      `select progress.position, progress.chain, script.head, script.status
       from private.script_progress as progress join public.scripts as script on script.id = progress.script_id
       where progress.script_id = $1`,
    );
    await client.query('commit');
    if (place === undefined) throw new Error('There is no such script.');
    return { log, snapshots, rows, place };
  } finally {
    client.release();
  }
}

function snapshotFaults(snapshot: Snapshot, log: readonly Update[]): string[] {
  const found: string[] = [];
  if (log[snapshot.position - 1]?.chain.equals(snapshot.chain) !== true) found.push('the chain is not the log’s');
  if (sha256(snapshot.bytes) !== snapshot.sha256.toString('hex')) found.push('other bytes');
  const doc = new Y.Doc();
  applyUntouched(doc, () => Y.applyUpdateV2(doc, snapshot.bytes), 'snapshot');
  const whole = replayed(log.slice(0, snapshot.position));
  if (!Buffer.from(Y.encodeStateVector(doc)).equals(Y.encodeStateVector(whole))) found.push('other clocks');
  if (canonicalScript(readScript(doc)) !== canonicalScript(readScript(whole))) found.push('other words');
  // What comes later builds on it as on the log, and what waited for others still waits.
  const onward = replayed([{ bytes: Y.encodeStateAsUpdate(doc) }, ...log.slice(snapshot.position)]);
  if (canonicalScript(readScript(onward)) !== canonicalScript(readScript(replayed(log)))) found.push('a dead end');
  return found.map((fault) => `at ${snapshot.position}: ${fault}`);
}

function replayed(log: readonly { readonly bytes: Uint8Array }[]): Y.Doc {
  return readUpdates(
    log.map((update) => update.bytes),
    'replay',
  ).doc;
}

function expectedRows(doc: Y.Doc, status: string): readonly Row[] {
  const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');
  return readScript(doc)
    .scenes.flatMap((scene) => scene.rows.map((row) => ({ scene, row })))
    .map(({ scene, row }, ordinal) => ({
      row_id: row.id,
      scene_id: scene.id,
      ordinal,
      content: {
        video: clean(textOf(row.video)),
        audio: clean(textOf(row.audio)),
        speaker: row.speaker,
        seconds: row.secondsSet,
        disputed: row.dispute !== null || scene.dispute !== null,
      },
      script_status: status,
    }));
}

/** jsonb has its own order of keys. */
function stable({ content, ...row }: Row): string {
  const sorted = Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...row, content: sorted });
}
