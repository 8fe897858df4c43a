/** One work that ships inside Galley. licences.json is a list of these, made by build/list-licences.ts. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** Its SPDX expression. */
  readonly licence: string;
  readonly text: string;
}
