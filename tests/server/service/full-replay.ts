import * as Y from 'yjs';
import * as z from 'zod';
import { canonicalScript } from '../../../app/script/canonical.ts';
import { textOf } from '../../../app/script/content.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import { sha256 } from '../../support/sha256.ts';
import type { ServiceWorld } from './service-world.ts';

const Update = z.object({ position: z.coerce.number(), chain: z.instanceof(Buffer), bytes: z.instanceof(Buffer) });
const Snapshot = Update.extend({ sha256: z.instanceof(Buffer) });
const Row = z.object({
  row_id: z.string(),
  scene_id: z.string().nullable(),
  ordinal: z.number(),
  content: z.record(z.string(), z.unknown()),
  script_status: z.string(),
});

/** What is not as a replay of the whole log has it; nothing when the service has told the truth. */
export async function untruths({ query }: Pick<ServiceWorld, 'query'>, scriptId: string): Promise<readonly string[]> {
  const found: string[] = [];
  const log = z
    .array(Update)
    .parse(
      await query('select position, chain, bytes from public.script_updates where script_id = $1 order by position', [
        scriptId,
      ]),
    );
  const snapshots = z
    .array(Snapshot)
    .parse(
      await query('select position, chain, bytes, sha256 from public.script_snapshots where script_id = $1', [
        scriptId,
      ]),
    );
  for (const snapshot of snapshots) {
    const name = `snapshot at ${snapshot.position}`;
    const last = log[snapshot.position - 1];
    if (last === undefined || !last.chain.equals(snapshot.chain)) found.push(`${name}: the chain is not the log's`);
    if (sha256(snapshot.bytes) !== snapshot.sha256.toString('hex')) found.push(`${name}: other bytes`);
    const doc = new Y.Doc();
    Y.applyUpdateV2(doc, snapshot.bytes);
    const whole = replayed(log.slice(0, snapshot.position));
    if (!Buffer.from(Y.encodeStateVector(doc)).equals(Y.encodeStateVector(whole))) found.push(`${name}: other clocks`);
    if (canonicalScript(readScript(doc)) !== canonicalScript(readScript(whole))) found.push(`${name}: other words`);
    // What later updates build on is there as well, and what waits for others still waits.
    const rest = log.slice(snapshot.position);
    for (const { bytes } of rest) Y.applyUpdate(doc, bytes);
    const all = readScript(replayed(log));
    if (canonicalScript(readScript(doc)) !== canonicalScript(all)) found.push(`${name}: cannot be gone on from`);
  }
  const rows = z.array(Row).parse(
    await query(
      `select row_id, scene_id, ordinal, content, script_status from public.script_rows
         where script_id = $1 order by ordinal`,
      [scriptId],
    ),
  );
  const [status] = await query('select status from public.scripts where id = $1', [scriptId]);
  const expected = expectedRows(replayed(log), String(status?.['status']));
  const [ours, theirs] = [rows, expected].map((list) => list.map((row) => stable(row)));
  if (ours?.join('\n') !== theirs?.join('\n'))
    found.push(`rows: ${ours?.length} are not the ${theirs?.length} visible`);
  return found;
}

function replayed(log: readonly { readonly bytes: Uint8Array }[]): Y.Doc {
  return readUpdates(
    log.map(({ bytes }) => bytes),
    'replay',
  ).doc;
}

function expectedRows(doc: Y.Doc, status: string): readonly z.output<typeof Row>[] {
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
function stable({ content, ...row }: z.output<typeof Row>): string {
  const sorted = Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...row, content: sorted });
}
