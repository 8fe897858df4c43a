import { expect, test } from 'vitest';
import { Campaign } from './campaign.ts';
import { PHASES } from './phases.ts';

const IS_LINUX = process.platform === 'linux';
const SEED = 20_261_120;

for (const [index, phase] of PHASES.entries()) {
  test.runIf(IS_LINUX)(`[KILL-1] [KILL-2] kill -9 inside ${phase} loses nothing that was acknowledged`, async () => {
    // The first commit makes a script; keys are in later ones.
    const among = phase === 'group commit' ? { from: 60, to: 200 } : { from: 1, to: 4 };
    using campaign = new Campaign(phase, { seed: SEED + index, among });
    const { change, findings } = await campaign.cycle();
    expect(findings).toEqual([]);
    // Without this the kill may have been anywhere.
    expect(change).not.toBeNull();
  });
}
