import { UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
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
    'library.create': ({ scriptId, title, template }) => {
      // A script's first update carries the script's own id, so that creating it again is the same creation.
      const first = { updateId: UpdateId.parse(scriptId), format: FORMAT, bytes: templateUpdate(template) };
      return vault.create({ scriptId, title, updates: [first] });
    },
    'library.rename': (renamed) => vault.rename(renamed),
    'library.trash': ({ scriptId }) => vault.trash(scriptId),
    'library.restore': ({ scriptId }) => vault.restore(scriptId),
  };
}
