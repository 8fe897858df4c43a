/**
 * `npm run replay -- <file> [--steps]`: builds a script from a blind bundle (docs/blind-bundle.md), update by update, with
 * the present code, and tells what is wrong with it. Ends with 1 when something is, with 2 when the file is no bundle.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { BlindBundle } from '../../app/blind/bundle.ts';
import { checkLog, type CheckedLog, type LoggedUpdate } from '../../app/blind/check-log.ts';
import { describeUpdate } from '../../app/blind/describe-update.ts';

const MAX_UNFOLDED_BYTES = 1024 * 1024 * 1024;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { steps: { type: 'boolean', default: false } },
});
const bundle = read(positionals[0]);
if (bundle === undefined) process.exitCode = 2;
else process.exitCode = replay(bundle).faults.length === 0 ? 0 : 1;

function read(path: string | undefined): BlindBundle | undefined {
  if (path === undefined) {
    console.error('Name the file: npm run replay -- <file>.galley-blind');
    return undefined;
  }
  try {
    const json = zstdDecompressSync(readFileSync(path), { maxOutputLength: MAX_UNFOLDED_BYTES }).toString('utf8');
    return BlindBundle.parse(JSON.parse(json));
  } catch (error) {
    console.error(`${path} is no bundle: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function replay({ updates, snapshot, isWhole, madeAt, appVersion, platform }: BlindBundle): CheckedLog {
  console.log(`Recorded ${new Date(madeAt).toISOString()} by Galley ${appVersion} on ${platform}`);
  const entries: readonly LoggedUpdate[] = updates.map(({ ordinal, format, update }) => ({
    ordinal,
    format,
    bytes: update === null ? null : Buffer.from(update, 'base64'),
  }));
  if (values.steps) {
    for (const [n, { ordinal, bytes }] of entries.entries()) {
      const at = new Date(updates[n]?.savedAt ?? 0).toISOString();
      console.log(`${String(ordinal).padStart(6)} ${at} ${bytes === null ? 'no update' : describeUpdate(bytes)}`);
    }
  }
  const checked = checkLog({
    entries,
    snapshot: snapshot && { ordinal: snapshot.ordinal, bytes: Buffer.from(snapshot.update, 'base64') },
  });
  const { clients, scenes, rows, characters, applied, faults } = checked;
  console.log(`${applied} of ${checked.updates} updates applied, by ${clients} clients`);
  if (!isWhole) console.log('The stored log could not be read to its end');
  console.log(`${scenes} scenes, ${rows} rows, ${characters} characters`);
  for (const { kind, where, since } of faults) console.log(`  ${kind.padEnd(18)}since update ${since}  ${where}`);
  console.log(faults.length === 0 ? 'No faults' : `${faults.length} faults`);
  return checked;
}
