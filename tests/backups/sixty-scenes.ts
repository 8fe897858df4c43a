import * as Y from 'yjs';
import { rootsOf } from '../../app/script/address.ts';
import type { ScriptContent } from '../../app/script/plain-script.ts';
import type { WrittenScript } from '../support/written-script.ts';

export const SCENES = 60;
const ROWS_PER_SCENE = 4;

/** A long script: sixty scenes of four rows. */
export const sixtyScenes: ScriptContent = {
  scenes: Array.from({ length: SCENES }, (_, scene) => ({
    heading: `Scene ${scene + 1}`,
    rows: Array.from({ length: ROWS_PER_SCENE }, (_row, row) => ({
      video: [{ text: `Wide shot ${row + 1} of the harbour, morning light.` }],
      audio: [{ text: `Scene ${scene + 1}, line ${row + 1}: the boat leaves and nobody waves.` }],
    })),
  })),
};

/** A fault such as a careless clean-up: it marks all scenes but the first few as deleted, and says that it saw everything. */
export async function loseScenes(script: WrittenScript, lost: number): Promise<void> {
  const scenes = script.model.outline().scenes.slice(-lost);
  for (const { id } of scenes) script.model.deleteScene(id);
  await script.save();
}

/** The same fault of another kind: it empties every cell of these scenes. */
export async function emptyCells(script: WrittenScript, scenes: number): Promise<void> {
  for (const { rows } of script.model.outline().scenes.slice(-scenes)) {
    for (const { id: rowId } of rows) {
      for (const kind of ['video', 'audio'] as const) {
        const block =
          rootsOf(script.doc).rows.get(rowId) instanceof Y.Map ? script.model.cell({ rowId, kind })?.get(0) : undefined;
        const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
        if (text instanceof Y.XmlText) text.delete(0, text.length);
      }
    }
  }
  await script.save();
}
