import type { Definition } from 'mdast';
import { linesOf } from './lines.ts';

const DEFINITION = /^ {0,3}\[([^[\]\n]{1,200})\]:\s*\S/;
const USE = /\[([^[\]\n]{1,200})\](?!:)/g;
const MAX_LINE_LENGTH = 2_500;
const MAX_PER_PIECE = 100;

/** The lines `[name]: address` of a whole file, for the pieces of it that are parsed one by one. */
export class MarkdownDefinitions {
  readonly #lines = new Map<string, string>();
  readonly #met = new Map<string, Definition>();
  readonly #used = new Set<Definition>();

  static in(text: string): MarkdownDefinitions {
    const definitions = new MarkdownDefinitions();
    for (const line of linesOf(text)) {
      const [, name] = line.length <= MAX_LINE_LENGTH ? (DEFINITION.exec(line) ?? []) : [];
      if (name !== undefined && !definitions.#lines.has(keyOf(name))) definitions.#lines.set(keyOf(name), line);
    }
    return definitions;
  }

  /** A piece with the definitions it needs from elsewhere. */
  completed(piece: string): string {
    if (this.#lines.size === 0) return piece;
    const needed = new Set<string>();
    for (const name of usesIn(piece)) {
      const line = this.#lines.get(name);
      if (line !== undefined && needed.size < MAX_PER_PIECE) needed.add(line);
    }
    return needed.size === 0 ? piece : [piece, '', ...needed].join('\n');
  }

  /** Where a name leads, by the definitions of the piece that is being read. */
  find(name: string, inPiece: ReadonlyMap<string, Definition>): Definition | undefined {
    const definition = inPiece.get(name);
    if (definition !== undefined) this.#used.add(this.#first(definition));
    return definition;
  }

  meet(definition: Definition): void {
    this.#first(definition);
  }

  /** Definitions that no words lead to, so that nothing else tells of them. */
  unused(): readonly Definition[] {
    return [...this.#met.values()].filter((definition) => !this.#used.has(definition));
  }

  /** Copies of one definition, in several pieces, count as one. */
  #first(definition: Definition): Definition {
    const key = JSON.stringify([definition.identifier, definition.url, definition.title ?? '']);
    const known = this.#met.get(key);
    if (known === undefined) this.#met.set(key, definition);
    return known ?? definition;
  }
}

function* usesIn(text: string): Generator<string, void> {
  for (const [, name = ''] of text.matchAll(USE)) yield keyOf(name);
}

const keyOf = (name: string): string => name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
