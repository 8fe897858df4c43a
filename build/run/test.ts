/** `npm test [-- --project <name>] [filters]`: every test, counted in the last line. Windows come last, alone. */
import { parseArgs } from 'node:util';
import type { Outcome } from './count-reporter.ts';
import { chooseHost } from './host.ts';
import { countTests, sum } from './vitest.ts';

const QUICK = ['unit', 'arch', 'contract', 'server', 'fuzz', 'disaster'];

/** The script surface, and all screens on a real vault, in Chromium: each by itself, because what runs beside them disturbs them. */
const IN_CHROMIUM = ['browser', 'screens'];

/** Several whole apps and a server each: alone, and without windows on a screen. */
const TOGETHER = 'sync';

const { values, tokens } = parseArgs({
  options: { project: { type: 'string', multiple: true } },
  strict: false,
  tokens: true,
});
const projects = (values['project'] ?? [...QUICK, ...IN_CHROMIUM, TOGETHER, 'e2e']).map(String);
const projectTokens = new Set(
  tokens.flatMap((token) =>
    token.kind === 'option' && token.name === 'project'
      ? token.inlineValue === true
        ? [token.index]
        : [token.index, token.index + 1]
      : [],
  ),
);
const others = process.argv.slice(2).filter((_, index) => !projectTokens.has(index));
const asArgs = (names: readonly string[]): string[] => names.flatMap((name) => ['--project', name]);

const outcomes: Outcome[] = [];
const quick = projects.filter((name) => name !== 'e2e' && name !== TOGETHER && !IN_CHROMIUM.includes(name));
if (quick.length > 0) outcomes.push(await countTests([...asArgs(quick), ...others]));
for (const name of [...IN_CHROMIUM, TOGETHER]) {
  if (projects.includes(name)) outcomes.push(await countTests([...asArgs([name]), ...others]));
}
if (projects.includes('e2e')) {
  const host = chooseHost();
  // Electron always has windows; the stand-in can do without, which is faster, and must be right both ways.
  const ways = host.kind === 'stand-in' && process.platform === 'linux' ? ['headless', 'window'] : ['window'];
  for (const way of ways) {
    console.log(`\nEnd to end on ${host.kind}, ${way}`);
    outcomes.push(await countTests([...asArgs(['e2e']), ...others], { env: { ...host.env, GALLEY_E2E: way } }));
  }
}

const { passed, failed, skipped } = sum(outcomes);
const isGood = failed === 0 && passed > 0;
if (passed + failed + skipped === 0) console.log('\nNo test matched.');
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.log(`Failed: ${failure}`);
process.exitCode = isGood ? 0 : 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
