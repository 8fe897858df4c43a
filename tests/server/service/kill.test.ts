import { expect, test } from 'vitest';
import { KillCampaign } from './kill-campaign.ts';

test('[SERVICE-8] killed at any statement, the service leaves nothing half, and the next one goes on', async () => {
  await using campaign = await KillCampaign.open({ seed: 1, writers: 16 });
  for (let kill = 0; kill < 3; kill++) expect(await campaign.kill()).toMatchObject({ findings: [] });
  expect(await campaign.settle()).toEqual([]);
});
