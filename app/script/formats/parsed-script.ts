import type { RowContent } from '../births.ts';
import type { SceneContent } from '../plain-script.ts';
import type { Layout } from '../settings.ts';

/** What every reader of a foreign format answers. It never throws: `checkLimits` says what is too much. */
export interface ParsedScript {
  /** What the file itself calls the script, `null` when it does not say. */
  readonly title: string | null;
  /** `narration` when the file shows nothing but words to be heard. */
  readonly layout: Layout;
  readonly scenes: readonly ParsedScene[];
  /** Rows and scenes found. Above the limits the reader has stopped: `scenes` is not the whole, and `checkLimits` refuses. */
  readonly rowCount: number;
  readonly sceneCount: number;
  /** What could not be carried over or reads differently now, one plain sentence each. */
  readonly notes: readonly string[];
  /** The words that are in no cell, heading or title, each kind named by a sentence in `notes`. */
  readonly leftOut: readonly LeftOut[];
}

export interface ParsedScene extends SceneContent {
  readonly rows: readonly ParsedRow[];
}

/** A row in which nothing is left to a default. */
export type ParsedRow = Required<RowContent>;

export interface LeftOut {
  readonly kind: LeftOutKind;
  readonly texts: readonly string[];
}

/** Each kind is a promise that a person is told, in the words of left-out.ts. */
export type LeftOutKind =
  | 'cut'
  | 'title-page'
  | 'scene-numbers'
  | 'row-numbers'
  | 'continued'
  | 'columns'
  | 'link-address'
  | 'link-title'
  | 'link-of-name'
  | 'definition'
  | 'image-address'
  | 'code-language'
  | 'long-title';
