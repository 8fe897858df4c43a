/**
 * `npm run test:backups [-- --days 100 --updates 200000 --seed 1]`: days of work with their backups by a simulated clock.
 * Ends with 1 when anything was not as it is promised.
 */
import { parseArgs } from 'node:util';
import { simulateDays } from './simulate.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '100' },
    updates: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
});
const startedAt = performance.now();
const result = await simulateDays({
  days: Number(values.days),
  updates: Number(values.updates),
  seed: Number(values.seed),
  onDay: ({ day, kept, bytes }) => {
    if (day % 10 === 0) console.log(`day ${day}: ${kept} backups, ${(bytes / 1_048_576).toFixed(1)} MB`);
  },
});
for (const fault of result.faults) console.log(`FAULT ${fault}`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(
  `${result.updates} updates in ${result.day} days, ${result.backupsMade} backups made, ${result.kept} kept, ${seconds} s`,
);
console.log(`${result.faults.length === 0 ? 1 : 0} passed, ${result.faults.length} failed, 0 skipped`);
process.exitCode = result.faults.length === 0 ? 0 : 1;
