import type { ScriptId } from '../../app/ids.ts';
import type { Client } from '../client.ts';
import { Changing, type Readable } from '../document/readable.ts';

/** A script's title as it is now, also after it was changed here or in another window. */
export class FollowedTitle implements Readable<string>, Disposable {
  readonly #title: Changing<string>;
  readonly #stop: () => void;

  private constructor(title: Changing<string>, stop: () => void) {
    this.#title = title;
    this.#stop = stop;
  }

  static open(client: Client, scriptId: ScriptId, first: string): FollowedTitle {
    const title = new Changing(first);
    const stop = client.on('library.changed', () => {
      client.call('library.list', {}).then(
        (scripts) => {
          const own = scripts.find((script) => script.scriptId === scriptId);
          if (own !== undefined) title.set(own.title);
        },
        // The old title stays; opening the library again says what is wrong.
        () => undefined,
      );
    });
    return new FollowedTitle(title, stop);
  }

  readonly get = (): string => this.#title.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#title.subscribe(listener);

  [Symbol.dispose](): void {
    this.#stop();
  }
}
