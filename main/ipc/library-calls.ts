import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';

export interface LibraryCallsOptions {
  readonly vault: Pick<Vault, 'list' | 'create' | 'rename' | 'trash' | 'restore'>;
}

type Answered = Pick<
  HandlersOf<'library'>,
  'library.list' | 'library.create' | 'library.rename' | 'library.trash' | 'library.restore'
>;

export function libraryCalls({ vault }: LibraryCallsOptions): Answered {
  return {
    'library.list': async () => [...(await vault.list())],
    'library.create': ({ scriptId, title }) => vault.create({ scriptId, title, updates: [] }),
    'library.rename': (renamed) => vault.rename(renamed),
    'library.trash': ({ scriptId }) => vault.trash(scriptId),
    'library.restore': ({ scriptId }) => vault.restore(scriptId),
  };
}
