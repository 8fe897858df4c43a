import { shares, type Authored } from '../../app/history/authors.ts';
import type { Author } from '../../app/ipc/history.ts';
import type { Writer } from './shown-script.ts';

/** Everybody who ever wrote in a script, each once, in the order in which they came. */
export class Writers {
  readonly #byPerson = new Map<string, Writer>();
  readonly #byClient = new Map<number, Writer>();

  constructor(authors: readonly Author[]) {
    for (const { clientId, personId, name } of authors) {
      const known = this.#byPerson.get(personId);
      const writer = known ?? { name: name ?? (personId === 'local' ? 'You' : 'Somebody'), index: this.#byPerson.size };
      this.#byPerson.set(personId, writer);
      this.#byClient.set(clientId, writer);
    }
  }

  /** Null for who is not known: an import, or a client nobody has named. */
  readonly of = (clientId: number | null): Writer | null =>
    clientId === null ? null : (this.#byClient.get(clientId) ?? null);

  /** How much of the words that stand here each of them wrote, the most first; and how much nobody known did. */
  sharesOf(stretches: Iterable<Authored>): WrittenShares {
    const counts = new Map<Writer, number>();
    let [total, unknown] = [0, 0];
    for (const [clientId, count] of shares(stretches)) {
      const writer = this.of(clientId);
      total += count;
      if (writer === null) unknown += count;
      else counts.set(writer, (counts.get(writer) ?? 0) + count);
    }
    const percentOf = (count: number): number => Math.round((count / Math.max(1, total)) * 100);
    return {
      writers: [...counts]
        .map(([writer, count]) => ({ ...writer, percent: percentOf(count) }))
        .toSorted((a, b) => b.percent - a.percent || a.index - b.index),
      unknownPercent: percentOf(unknown),
    };
  }
}

export interface WrittenShares {
  readonly writers: readonly (Writer & { readonly percent: number })[];
  readonly unknownPercent: number;
}
