import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as Y from 'yjs';
import { ScriptId } from '../app/ids.ts';
import { openBenchVault } from './bench-vault.ts';

/**
 * `node open-script.ts vault <folder> <script>` or `… state <file>`: prints the milliseconds to a usable document
 * in a fresh process; `… glance <folder> <script>` those to its stored text.
 */
const [way, place = '', id] = process.argv.slice(2);

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return doc;
}

if (way === 'state') {
  const state = readFileSync(place);
  const start = performance.now();
  docOf([state]);
  console.log(performance.now() - start);
} else {
  const scriptId = ScriptId.parse(id);
  await using vault = await openBenchVault(place, { indexAfterMs: 600_000 });
  // The program has been up for a moment when somebody opens a script; the tail is left as it is.
  await vault.readPlain(ScriptId.parse(randomUUID())).catch(() => undefined);
  const start = performance.now();
  if (way === 'glance') {
    const glance = await vault.readGlance(scriptId);
    const tookMs = performance.now() - start;
    if (glance === null) throw new Error('The script has no text to be read before its document.');
    console.log(tookMs);
  } else {
    const { snapshot, updates } = await vault.openScript(scriptId);
    docOf(snapshot === null ? updates : [snapshot, ...updates]);
    const tookMs = performance.now() - start;
    if (snapshot === null || updates.length === 0)
      throw new Error('The script was not opened from a snapshot and a tail.');
    console.log(tookMs);
  }
}
