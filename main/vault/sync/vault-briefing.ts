import type { ScriptId } from '../../../app/ids.ts';
import type { AwayLog } from '../../../app/ipc/briefing.ts';
import type { VaultThreads } from '../vault-threads.ts';

/** What happened to scripts while a person was away, and how far they have read. */
export class VaultBriefing {
  readonly #threads: VaultThreads;
  readonly #now: () => Date;

  constructor({ threads, now }: { readonly threads: VaultThreads; readonly now: () => Date }) {
    this.#threads = threads;
    this.#now = now;
  }

  /**
   * Everything behind what the person has read; null when nothing of others is among it, and where they never read it.
   * @throws Failure `not-found`, `damaged`
   */
  async log(scriptId: ScriptId): Promise<AwayLog | null> {
    return (await this.#threads.keeper()).ask('away-log', { scriptId });
  }

  /**
   * The person has read everything up to an ordinal of this log, or all there is. Never goes back.
   * @throws Failure `not-found`
   */
  async markRead(read: { readonly scriptId: ScriptId; readonly ordinal: number | 'all' }): Promise<void> {
    await (await this.#threads.writer()).ask('sync-mark-read', { ...read, at: this.#now().getTime() });
  }
}
