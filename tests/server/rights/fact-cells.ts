import type { Catalog } from './catalog.ts';
import type { Cell } from './cells.ts';
import { plainCallers } from './probe.ts';

/** What no attempt shows by itself and the catalogue tells: whose search path a function trusts, whom row security binds. */
export function factCells({ tables, routines }: Catalog): readonly Cell[] {
  const caller = plainCallers.find(({ identity }) => identity === 'stranger');
  if (caller === undefined) throw new RangeError('There is no stranger.');
  const fact = (what: string, isClosed: boolean): Cell => ({
    caller,
    what,
    expected: 'denied',
    got: isClosed ? 'denied' : 'allowed',
  });
  return [
    ...routines.map(({ signature, searchPath }) =>
      fact(`lead ${signature} astray by a search path`, searchPath === ''),
    ),
    ...tables.map(({ name, isGuarded }) => fact(`find ${name} without row security, enabled and forced`, isGuarded)),
  ];
}
