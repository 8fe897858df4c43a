import type { ScriptId } from '../../app/ids.ts';
import type { Peer } from '../../app/ipc/together.ts';
import type { Client } from '../client.ts';
import { Changing, type Readable } from '../document/readable.ts';

/** Everybody else who is in one script now, as the main process tells it. */
export class Peers implements Readable<readonly Peer[]>, Disposable {
  readonly #peers = new Changing<readonly Peer[]>([]);
  readonly #stop: () => void;

  private constructor(client: Client, scriptId: ScriptId) {
    this.#stop = client.on('together.changed', (changed) => {
      if (changed.scriptId === scriptId) this.#hear(changed.peers);
    });
  }

  /** `report` is told when nobody could say who is there: the script itself does without. */
  static open(client: Client, scriptId: ScriptId, report: (error: unknown) => void): Peers {
    const peers = new Peers(client, scriptId);
    let isNews = false;
    const stop = peers.#peers.subscribe(() => (isNews = true));
    client
      .call('together.peers', { scriptId })
      .then((found) => {
        // What was told since is newer than this answer.
        if (!isNews) peers.#hear(found);
      })
      .catch(report)
      .finally(stop);
    return peers;
  }

  readonly get = (): readonly Peer[] => this.#peers.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#peers.subscribe(listener);

  [Symbol.dispose](): void {
    this.#stop();
  }

  /** By name and then by window, so that nobody jumps about in a list. */
  #hear(peers: readonly Peer[]): void {
    const key = ({ name, presenceId }: Peer): string => `${name} ${presenceId}`;
    this.#peers.set(peers.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
  }
}
