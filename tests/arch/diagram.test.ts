import { expect, test } from 'vitest';
import { drawDiagram } from '../../build/draw-architecture.ts';

test('[HOUSE-4] the diagram tells use from types, and leaves out what says nothing', () => {
  const diagram = drawDiagram([
    { from: 'main/ipc/answer.ts', to: 'app/ipc/contract.ts', typeOnly: true },
    { from: 'main/vault/vault.ts', to: 'app/script/deep/model.ts', typeOnly: false },
    { from: 'main/vault/vault.ts', to: 'app/script/place.ts', typeOnly: true },
    { from: 'main/vault/vault.ts', to: 'app/ids.ts', typeOnly: false },
    { from: 'main/start-app.ts', to: 'main/vault/vault.ts', typeOnly: false },
    { from: 'main/vault/vault.test.ts', to: 'main/ipc/answer.ts', typeOnly: false },
  ]);
  expect(diagram.split('\n').filter((line) => line.includes('>'))).toEqual([
    '  main_ipc -.-> app_ipc',
    '  main_vault --> app_script',
  ]);
});
