/**
 * `npm run test:moments [-- --points 100 --seed 1]`: moments of three histories by chance, each held against a replay of
 * its log. With `TRACES=<folder>` the histories are real, two of one author and one of two at once.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sampleScript } from '../../bench/sample-data.ts';
import { tracedScript } from '../../bench/traces.ts';
import { typedScript } from '../support/typed-script.ts';
import { wrongMoments, type History } from './check-moments.ts';
import { writtenTogether } from './two-authors.ts';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [points, seed] = [Number(values.points), Number(values.seed)];

function traced(name: string): History {
  const script = tracedScript(name);
  if (script === undefined) throw new Error(`There is no trace ${name}.`);
  return { name, updates: [...script.born, ...script.typed] };
}

function sampled(sessions: number): History {
  const { born, typed } = sampleScript({ seed: seed + sessions, rows: 200, keystrokes: 20_000, sessions });
  return { name: `made up, ${sessions} sessions`, updates: [...born, ...typed] };
}

const folder = process.env['TRACES'];
const typed = typedScript({ seed, updates: 10_000, from: 0 }).map(({ update }) => update.bytes);
const histories: readonly (() => History)[] =
  folder === undefined
    ? [() => sampled(1), () => sampled(500), () => ({ name: 'made up, rows that come and go', updates: typed })]
    : [
        () => traced('automerge-paper'),
        () => traced('sveltecomponent'),
        () => writtenTogether(join(folder, 'friendsforever.trace.br')),
      ];

let failed = 0;
for (const make of histories) {
  const history = make();
  const wrong = await wrongMoments(history, { points, seed });
  failed += wrong.length;
  console.log(
    `${history.name}: ${history.updates.length} updates, ${points - wrong.length} of ${points} moments equal`,
  );
  for (const ordinal of wrong) console.log(`DIFFERENT at ${ordinal}`);
}
console.log(`${points * histories.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
