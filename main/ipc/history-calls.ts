import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';

export interface HistoryCallsOptions {
  readonly vault: Pick<Vault, 'timeline' | 'scriptAt' | 'authors' | 'nameMoment' | 'changeMoment'>;
}

/** A window's way to a script's past. */
export const historyCalls = ({ vault }: HistoryCallsOptions): HandlersOf<'history'> => ({
  'history.timeline': ({ scriptId }) => vault.timeline(scriptId),
  'history.at': ({ scriptId, ordinal }) => vault.scriptAt(scriptId, ordinal),
  'history.authors': async ({ scriptId }) => [...(await vault.authors(scriptId))],
  'history.name-moment': (moment) => vault.nameMoment(moment),
  'history.rename-moment': (moment) => vault.changeMoment(moment),
  'history.remove-moment': (moment) => vault.changeMoment({ ...moment, removed: true }),
  'history.restore-moment': (moment) => vault.changeMoment({ ...moment, removed: false }),
});
