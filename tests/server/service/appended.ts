import { createHash } from 'node:crypto';
import { UpdateId } from '../../../app/ids.ts';
import { chainAfter } from '../../../app/server/chain.ts';
import type { ServiceWorld } from './service-world.ts';

export interface Appended {
  readonly bytes: Uint8Array;
  readonly format?: number;
}

/** Puts updates into a log past the checks of push_updates: as a newer server took them, or an older one let them in. */
export async function append(
  { query, world }: Pick<ServiceWorld, 'query' | 'world'>,
  scriptId: string,
  updates: readonly Appended[],
): Promise<void> {
  for (const { bytes, format = 1 } of updates) {
    const [script] = await query('select head, chain from public.scripts where id = $1', [scriptId]);
    const id = UpdateId.parse(world.random.uuid());
    const previous = script?.['chain'];
    if (!(previous instanceof Uint8Array)) throw new Error('There is no such script.');
    const chain = chainAfter(previous, { id, bytes }, (of) => createHash('sha256').update(of).digest());
    const position = Number(script?.['head']) + 1;
    await query(
      `insert into public.script_updates (script_id, position, id, format, bytes, chain, pushed_by)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [scriptId, position, id, format, bytes, chain, world.people.admin.id],
    );
    await query('update public.scripts set head = $2, chain = $3 where id = $1', [scriptId, position, chain]);
  }
}
