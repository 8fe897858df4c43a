import type { ScriptId } from '../../app/ids.ts';
import type { SearchHit } from '../../app/ipc/contract.ts';

export interface HitGroup {
  readonly scriptId: ScriptId;
  readonly title: string;
  /** Where the group's first hit stands among all hits in the order shown. */
  readonly first: number;
  readonly hits: readonly SearchHit[];
}

/** Hits of one script together, scripts in the order in which their best hit came. */
export function groupHits(hits: readonly SearchHit[]): readonly HitGroup[] {
  let first = 0;
  return Array.from(
    Map.groupBy(hits, ({ scriptId }) => scriptId),
    ([scriptId, own]) => {
      const group = { scriptId, title: own[0]?.title ?? '', first, hits: own };
      first += own.length;
      return group;
    },
  );
}
