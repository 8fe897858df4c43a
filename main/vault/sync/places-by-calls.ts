import type { ProjectId, ScriptId } from '../../../app/ids.ts';
import type { LocalPlaces } from '../../../app/sync/places.ts';
import type { CallsOptions } from './log-by-calls.ts';

/** Where scripts belong, asked of the writer's thread. */
export class PlacesByCalls implements LocalPlaces {
  readonly #options: CallsOptions;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  all() {
    return this.#options.ask('sync-places', {});
  }

  async join(scriptId: ScriptId, projectId: ProjectId): Promise<void> {
    await this.#options.ask('sync-join', { scriptId, projectId, at: this.#options.now().getTime() });
    this.#options.onLibraryChanged?.();
  }

  async settleTitle(scriptId: ScriptId, keep: 'mine' | 'theirs'): Promise<void> {
    await this.#options.ask('sync-settle-title', { scriptId, keep, at: this.#options.now().getTime() });
    this.#options.onLibraryChanged?.();
  }
}
