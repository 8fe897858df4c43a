import { Failure } from '../../app/failure.ts';
import { UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
import type { ProjectsDesk } from '../projects/projects-desk.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NewUpdate } from '../vault/protocol.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';

export interface LibraryCallsOptions {
  readonly vault: Pick<Vault, 'list' | 'create' | 'rename' | 'trash' | 'restore' | 'search' | 'readCopy'>;
  /** Null: no script belongs to a project. */
  readonly projects: Pick<ProjectsDesk, 'mayRename' | 'titleChanged'> | null;
  readonly newId: Surroundings['newId'];
}

export function libraryCalls({ vault, projects, newId }: LibraryCallsOptions): HandlersOf<'library'> {
  const asUpdate = (bytes: Uint8Array): NewUpdate => ({ updateId: UpdateId.parse(newId()), format: FORMAT, bytes });
  return {
    'library.list': async () => [...(await vault.list())],
    'library.create': ({ scriptId, title, template }) => {
      // A script's first update carries the script's own id, so that creating it again is the same creation.
      const first = { updateId: UpdateId.parse(scriptId), format: FORMAT, bytes: templateUpdate(template) };
      return vault.create({ scriptId, title, updates: [first] });
    },
    'library.duplicate': async ({ scriptId, copyId, title }) => {
      // Made from what is visible, not from state: a copy shares no history and no deleted words with its source.
      const updates = (await vault.readCopy(scriptId)).map(asUpdate);
      await vault.create({ scriptId: copyId, title, updates });
    },
    'library.rename': async (renamed) => {
      if ((await projects?.mayRename(renamed.scriptId)) === false) throw new Failure('forbidden', MAY_NOT_RENAME);
      await vault.rename(renamed);
      projects?.titleChanged();
    },
    'library.trash': ({ scriptId }) => vault.trash(scriptId),
    'library.restore': ({ scriptId }) => vault.restore(scriptId),
    'library.search': async ({ query, limit }) => [...(await vault.search(query, limit))],
  };
}

const MAY_NOT_RENAME =
  'Your role in this project does not change titles, so this one stays as it is. Ask somebody of the organisation to change it.';
