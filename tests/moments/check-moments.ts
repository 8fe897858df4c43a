import { join } from 'node:path';
import * as Y from 'yjs';
import { ScriptId } from '../../app/ids.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { writeLongAgo } from '../../bench/long-ago.ts';
import { docAt } from '../support/past.ts';
import { Random } from '../support/random.ts';
import { openTestVault, TemporaryFolder } from '../support/vault.ts';

export interface History {
  readonly name: string;
  readonly updates: readonly Uint8Array[];
}

const EIGHT_DAYS_MS = 8 * 24 * 3_600_000;

/**
 * Saves a history, lets a week pass, and moves to moments of it by chance: what each shows, held against a replay of the
 * updates as they were handed over. Answers the moments that show something else.
 */
export async function wrongMoments(
  { updates }: History,
  { points, seed }: { readonly points: number; readonly seed: number },
): Promise<readonly number[]> {
  const random = new Random(seed);
  using folder = new TemporaryFolder();
  const place = join(folder.path, 'vault');
  const scriptId = ScriptId.parse(random.uuid());
  const { endedAt } = writeLongAgo(place, scriptId, updates, { seed });
  await using here = await openTestVault({ folder: place, indexAfterMs: 3_600_000, choresAfterMs: 3_600_000 });
  here.clock.set(endedAt + EIGHT_DAYS_MS);
  await here.vault.settle();
  await here.vault.doChores();

  const ordinals = Array.from({ length: points }, () => random.below(updates.length + 1));
  const replay = new Y.Doc();
  let replayed = 0;
  const wrong: number[] = [];
  for (const ordinal of ordinals.toSorted((one, other) => one - other)) {
    for (const update of updates.slice(replayed, ordinal)) Y.applyUpdate(replay, update);
    replayed = ordinal;
    const doc = docAt(await here.vault.scriptAt(scriptId, ordinal));
    if (JSON.stringify(readScript(doc)) !== JSON.stringify(readScript(replay))) wrong.push(ordinal);
    doc.destroy();
  }
  return wrong;
}
