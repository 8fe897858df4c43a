import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as Y from 'yjs';
import * as z from 'zod';
import { buildScript } from '../../app/script/plain-script.ts';
import { Random } from '../support/random.ts';
import { Numbers } from '../../bench/trace-file.ts';

const Header = z.object({ name: z.string(), concurrent: z.literal(true), single: z.boolean(), txns: z.int() });

interface Step {
  readonly agent: number;
  /** Steps that its author had seen: these, and what these had seen. */
  readonly parents: readonly number[];
  readonly patches: readonly (readonly [at: number, deleted: number, inserted: string])[];
}

/**
 * A text that several people wrote at once, as updates of a script with one row. Everybody's document holds what they had
 * seen and no more, so that the updates come as they would over a network.
 */
export function writtenTogether(path: string): { readonly name: string; readonly updates: readonly Uint8Array[] } {
  const { name, steps } = readSteps(path);
  const random = new Random(2);
  const born = buildScript(
    { scenes: [{ heading: 'Text', rows: [{}] }] },
    { newId: () => random.uuid() },
    { clientId: 9 },
  );
  const updates: Uint8Array[] = [...born];
  const authors = new Map<number, Author>();
  for (const [index, { agent, parents, patches }] of steps.entries()) {
    const author = authors.get(agent) ?? new Author(born, 1_000 + agent);
    authors.set(agent, author);
    author.see(parents, steps, updates.slice(born.length));
    updates.push(author.write(index, patches));
  }
  return { name, updates };
}

class Author {
  readonly #doc = new Y.Doc();
  readonly #seen = new Set<number>();

  constructor(born: readonly Uint8Array[], clientId: number) {
    this.#doc.clientID = clientId;
    for (const update of born) Y.applyUpdate(this.#doc, update);
  }

  see(parents: readonly number[], steps: readonly Step[], updates: readonly Uint8Array[]): void {
    const missing: number[] = [];
    const waiting = [...parents];
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      if (this.#seen.has(step)) continue;
      this.#seen.add(step);
      missing.push(step);
      waiting.push(...(steps[step]?.parents ?? []));
    }
    for (const step of missing.toSorted((one, other) => one - other)) {
      Y.applyUpdate(this.#doc, updates[step] ?? new Uint8Array());
    }
  }

  write(step: number, patches: Step['patches']): Uint8Array {
    this.#seen.add(step);
    const before = Y.encodeStateVector(this.#doc);
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): unknown => updates.push(update);
    this.#doc.on('update', keep);
    this.#doc.transact(() => {
      for (const [at, deleted, inserted] of patches) {
        // Other rules of merging give other places: what lies beyond the end is written at the end.
        const text = this.#text();
        const place = Math.min(at, text.length);
        text.delete(place, Math.min(deleted, text.length - place));
        text.insert(place, inserted);
      }
    });
    this.#doc.off('update', keep);
    return updates[0] ?? Y.encodeStateAsUpdate(this.#doc, before);
  }

  #text(): Y.XmlText {
    const [row] = this.#doc.getMap<Y.Map<Y.XmlFragment>>('rows').values();
    const block = row?.get('audio')?.get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(text instanceof Y.XmlText)) throw new TypeError('A cell has one block with one text.');
    return text;
  }
}

/** Brotli over blocks, each with its length before it: header, positions, deletions, insertions, text, authors and parents, counts. */
function readSteps(path: string): { readonly name: string; readonly steps: readonly Step[] } {
  const all = new Numbers(brotliDecompressSync(readFileSync(path)));
  const header = Header.parse(JSON.parse(all.block().toString('utf8')));
  const [positions, deletions, lengths] = [all.block(), all.block(), all.block()].map((block) => new Numbers(block));
  const text = all.block().toString('utf16le');
  const meta = new Numbers(all.block());
  const counts = new Numbers(all.block());
  if (positions === undefined || deletions === undefined || lengths === undefined) throw new TypeError('Cut off.');
  let end = 0;
  let read = 0;
  const steps = Array.from({ length: header.txns }, (_, index): Step => {
    const patches = Array.from({ length: header.single ? 1 : counts.unsigned() }, () => {
      const at = end + positions.signed();
      const deleted = deletions.unsigned();
      const inserted = text.slice(read, read + lengths.unsigned());
      read += inserted.length;
      end = at + inserted.length;
      return [at, deleted, inserted] as const;
    });
    const agent = meta.unsigned();
    return { agent, patches, parents: Array.from({ length: meta.unsigned() }, () => index - meta.unsigned()) };
  });
  return { name: header.name, steps };
}
