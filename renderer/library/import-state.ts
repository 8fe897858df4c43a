import type { ImportPreview } from '../../app/ipc/contract.ts';

/** An import from the moment a file is chosen. Nothing is written before the person has seen what will come of it. */
export type ImportState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly fileName: string | null }
  | { readonly kind: 'previewed'; readonly preview: ImportPreview }
  | { readonly kind: 'importing'; readonly preview: ImportPreview }
  | { readonly kind: 'failed'; readonly fileName: string | null; readonly error: unknown };

export const FORMAT_NAMES: Readonly<Record<ImportPreview['format'], string>> = {
  fountain: 'Fountain',
  markdown: 'Markdown',
  text: 'plain text',
  rescue: 'a rescue file',
};
