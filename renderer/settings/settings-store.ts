import type { Settings } from '../../app/settings.ts';
import type { Client } from '../client.ts';

/** What the person chose, kept by the main process and equal in every window. */
export class SettingsStore implements Disposable {
  readonly #client: Client;
  readonly #listeners = new Set<() => void>();
  #settings: Settings;
  #stopListening: () => void = () => undefined;

  private constructor(client: Client, settings: Settings) {
    this.#client = client;
    this.#settings = settings;
  }

  static open(client: Client, settings: Settings): SettingsStore {
    const store = new SettingsStore(client, settings);
    store.#stopListening = client.on('settings.changed', (changed) => store.#show(changed));
    return store;
  }

  get(): Settings {
    return this.#settings;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async change(change: Partial<Settings>): Promise<void> {
    this.#show(await this.#client.call('settings.change', change));
  }

  [Symbol.dispose](): void {
    this.#stopListening();
    this.#listeners.clear();
  }

  #show(settings: Settings): void {
    this.#settings = settings;
    for (const listener of this.#listeners) listener();
  }
}
