/** What a caller asks of a table or a function, as the address says it: parsed, not yet checked against the schema. */
export interface Query {
  /** Empty: every column. */
  readonly select: readonly Selected[];
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  readonly order: readonly OrderTerm[];
  readonly limit: number | undefined;
  readonly offset: number;
  /** The columns to write, where the address names them. */
  readonly columns: readonly string[] | undefined;
  readonly onConflict: readonly string[] | undefined;
  /** Of a function called by GET: whatever is no filter. */
  readonly arguments: readonly (readonly [name: string, value: string])[];
}

export interface Field {
  readonly column: string;
  readonly path: readonly JsonStep[];
}

export interface JsonStep {
  /** `->` gives JSON, `->>` gives text. */
  readonly arrow: '->' | '->>';
  readonly to: { readonly key: string } | { readonly index: number };
}

export type Selected =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly alias: string | undefined;
      readonly cast: string | undefined;
    };

export type Condition =
  | { readonly kind: 'filter'; readonly negated: boolean; readonly field: Field; readonly operation: Operation }
  | { readonly kind: 'and' | 'or'; readonly negated: boolean; readonly conditions: readonly Condition[] };

export type Operation =
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly each: 'any' | 'all' | undefined;
      readonly value: string;
    }
  | { readonly kind: 'in'; readonly values: readonly string[] }
  | { readonly kind: 'is'; readonly state: IsState }
  | { readonly kind: 'distinct'; readonly value: string }
  | {
      readonly kind: 'search';
      readonly operator: TextSearch;
      readonly language: string | undefined;
      readonly value: string;
    };

export const comparisons = [
  'eq',
  'neq',
  'gte',
  'gt',
  'lte',
  'lt',
  'like',
  'ilike',
  'match',
  'imatch',
  'cs',
  'cd',
  'ov',
  'sl',
  'sr',
  'nxr',
  'nxl',
  'adj',
] as const;
export type Comparison = (typeof comparisons)[number];

/** Those that may be asked of every or of any element: `like(any).{a*,b*}`. */
export const quantified: readonly Comparison[] = ['eq', 'gte', 'gt', 'lte', 'lt', 'like', 'ilike', 'match', 'imatch'];

export const isStates = ['null', 'not_null', 'true', 'false', 'unknown'] as const;
export type IsState = (typeof isStates)[number];

export const textSearches = ['fts', 'plfts', 'phfts', 'wfts'] as const;
export type TextSearch = (typeof textSearches)[number];

export interface OrderTerm {
  readonly field: Field;
  readonly direction: 'asc' | 'desc' | undefined;
  readonly nulls: 'first' | 'last' | undefined;
}
