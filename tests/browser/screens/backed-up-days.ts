import type { ScriptId } from '../../../app/ids.ts';
import { ScriptModel } from '../../../app/script/model.ts';
import { buildScript } from '../../../app/script/plain-script.ts';
import { sixtyScenes } from '../../backups/sixty-scenes.ts';
import type { Machine } from '../../support/machine.ts';
import { surroundingsFrom } from '../../support/surroundings.ts';
import { openDoc } from '../../support/written-script.ts';
import { DEMO_NOW } from './demo-scripts.ts';

const DAY_MS = 86_400_000;

/** A long script beside those of the demonstration. */
export async function addLongScript({ vault: here }: Machine): Promise<ScriptId> {
  const scriptId = here.scriptId();
  here.clock.set(DEMO_NOW - 20 * DAY_MS);
  const born = buildScript(sixtyScenes, { newId: () => here.random.uuid() });
  await here.vault.create({ scriptId, title: 'The harbour at dawn', updates: born.map((bytes) => here.update(bytes)) });
  return scriptId;
}

/** The backup of one day, so many days ago. */
export async function backUp({ vault: { vault, clock } }: Machine, daysAgo: number): Promise<void> {
  clock.set(DEMO_NOW - daysAgo * DAY_MS - 5 * 3_600_000);
  await vault.settle();
  await vault.doChores();
}

/** Changes a script as a window would, and saves. */
export async function edit(
  { vault: here }: Machine,
  scriptId: ScriptId,
  change: (model: ScriptModel) => void,
): Promise<void> {
  const doc = await openDoc(here, scriptId);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  using model = new ScriptModel(doc, surroundingsFrom(here.random));
  change(model);
  for (const update of updates) await here.vault.append({ scriptId, ...here.update(update) });
}

/** A fault takes scenes from the end. */
export async function takeScenes(machine: Machine, scriptId: ScriptId, count: number): Promise<void> {
  await edit(machine, scriptId, (model) => {
    for (const { id } of model.outline().scenes.slice(-count)) model.deleteScene(id);
  });
}
