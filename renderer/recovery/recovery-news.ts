import type { Incident, IncidentId, RecoveryProgress } from '../../app/ipc/recovery.ts';
import type { Client } from '../client.ts';

export interface KnownRecovery {
  /** Newest first. */
  readonly incidents: readonly Incident[];
  /** A file is being built again right now. */
  readonly progress: RecoveryProgress | null;
}

/** What was found wrong with the store, as this window knows it. */
export class RecoveryNews {
  readonly #client: Client;
  readonly #report: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #known: KnownRecovery = { incidents: [], progress: null };

  private constructor(client: Client, report: (error: unknown) => void) {
    this.#client = client;
    this.#report = report;
  }

  /** Asks at once, and again whenever something has changed. */
  static open(client: Client, report: (error: unknown) => void): RecoveryNews {
    const news = new RecoveryNews(client, report);
    client.on('recovery.incidents-changed', () => news.#read());
    client.on('recovery.progress', ({ progress }) => news.#set({ ...news.#known, progress }));
    news.#read();
    return news;
  }

  get(): KnownRecovery {
    return this.#known;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What the person has not yet said they have seen, newest first. */
  unseen(): readonly Incident[] {
    return this.#known.incidents.filter(({ state }) => state !== 'seen');
  }

  async seen(incidentIds: readonly IncidentId[]): Promise<void> {
    for (const incidentId of incidentIds) await this.#client.call('recovery.seen', { incidentId });
  }

  async showOriginal(incidentId: IncidentId): Promise<void> {
    await this.#client.call('recovery.show-original', { incidentId });
  }

  #read(): void {
    this.#client.call('recovery.incidents', {}).then(
      (incidents) => this.#set({ ...this.#known, incidents }),
      // Nothing is shown then; the next change asks again.
      (error: unknown) => this.#report(error),
    );
  }

  #set(known: KnownRecovery): void {
    this.#known = known;
    for (const listener of this.#listeners) listener();
  }
}
