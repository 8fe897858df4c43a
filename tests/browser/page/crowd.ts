import * as Y from 'yjs';
import { PersonId } from '../../../app/ids.ts';
import { PresenceId, type Peer } from '../../../app/ipc/together.ts';
import type { Harness } from './harness.ts';

export interface CrowdPlace {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** So many people, each in the audio cell of another row from `row` on, at these letters. */
export function crowdOf(harness: Harness, count: number, { row, from, to }: CrowdPlace): readonly Peer[] {
  return Array.from({ length: count }, (_, index): Peer => {
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    const text = harness.words(row + index, 'audio');
    const [anchor = '', head = ''] = [from, to].map((at) =>
      JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at))),
    );
    return {
      presenceId: PresenceId.parse(id),
      personId: PersonId.parse(id),
      name: `Person ${index + 1}`,
      place: { rowId: harness.row(row + index), cell: 'audio', anchor, head },
    };
  });
}
