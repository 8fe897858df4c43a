import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';

export const diskCalls = (vault: Pick<Vault, 'room'>): HandlersOf<'disk'> => ({
  'disk.room': () => vault.room,
});
