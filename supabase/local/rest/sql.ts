/** What may travel beside a statement as the value of a parameter. Postgres decides its type from where it stands. */
export type Bound = string | null | readonly string[];

/** A type's name as Postgres itself wrote it (`format_type`): ready to stand in a statement. Made by the schema cache alone. */
export type CatalogType = string & { readonly catalogType: true };

/**
 * A piece of a statement. The only ways to make one are `sql` (words that stand in this source), `ident` (quoted),
 * `typeName` (from the catalog) and `bind` (a parameter): what a caller sent can become a statement's words in none.
 */
export class Sql {
  readonly #pieces: readonly (string | { readonly value: Bound })[];

  private constructor(pieces: readonly (string | { readonly value: Bound })[]) {
    this.#pieces = pieces;
  }

  /** For the functions below; a caller's words are never an argument of it. */
  static of(pieces: readonly (string | { readonly value: Bound } | Sql)[]): Sql {
    return new Sql(pieces.flatMap((piece) => (piece instanceof Sql ? piece.#pieces : [piece])));
  }

  /** As the driver takes it: `$1`, `$2` … and their values. */
  toStatement(): Statement {
    const values: Bound[] = [];
    const text = this.#pieces
      .map((piece) => (typeof piece === 'string' ? piece : `$${values.push(piece.value)}`))
      .join('');
    return { text, values };
  }
}

export interface Statement {
  readonly text: string;
  readonly values: readonly Bound[];
}

export function sql(words: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  return Sql.of(words.flatMap((word, index) => (index === 0 ? [word] : [parts[index - 1] ?? '', word])));
}

export const nothing: Sql = sql``;

/** An identifier in double quotes. Inner ones are doubled; a zero byte, which no identifier can hold, is refused. */
export function ident(name: string): Sql {
  if (name.includes('\u0000')) throw new RangeError('An identifier holds a zero byte.');
  return Sql.of([`"${name.replaceAll('"', '""')}"`]);
}

export function typeName(type: CatalogType): Sql {
  return Sql.of([type]);
}

export function bind(value: Bound): Sql {
  return Sql.of([{ value }]);
}

export function join(parts: readonly Sql[], separator: ', ' | ' and ' | ' or '): Sql {
  return Sql.of(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}
