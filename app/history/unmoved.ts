import * as Y from 'yjs';
import { rootsOf } from '../script/address.ts';
import { readPlace } from '../script/place.ts';

/** The rows and scenes whose place is the very same in two states of a script: nobody moved them, or back again. */
export function unmovedBetween(one: Y.Doc, other: Y.Doc): ReadonlySet<string> {
  const ids = new Set<string>();
  const [there, here] = [rootsOf(one), rootsOf(other)];
  for (const root of ['rows', 'scenes'] as const) {
    for (const [id, map] of there[root]) {
      const same = here[root].get(id);
      if (!(map instanceof Y.Map) || !(same instanceof Y.Map)) continue;
      const [was, is] = [readPlace(map.get('place')), readPlace(same.get('place'))];
      if (was.order === is.order && was.scene === is.scene) ids.add(id);
    }
  }
  return ids;
}
