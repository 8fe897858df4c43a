import * as z from 'zod';

/** What a page's isolated world tells the main process, and what it is told. Values in `unknown` went through the codec. */

const Id = z.number();

/** What a page asks to be allowed; `details` are Electron's own names for the particulars. */
export const Question = z.object({
  /** `check` asks whether something would be allowed, `request` asks for it. */
  kind: z.enum(['check', 'request', 'display', 'device']),
  permission: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type Question = z.output<typeof Question>;

export const MessageAnswer = z.object({ response: z.number(), checkboxChecked: z.boolean() });
export type MessageAnswer = z.output<typeof MessageAnswer>;

/** Null: cancelled. */
export const PathAnswer = z.object({ path: z.string().nullable() });
export type PathAnswer = z.output<typeof PathAnswer>;

export const ContextMenuPlace = z.object({
  x: z.number(),
  y: z.number(),
  isEditable: z.boolean(),
  selectionText: z.string(),
  linkURL: z.string(),
  linkText: z.string(),
  srcURL: z.string(),
  mediaType: z.enum(['none', 'image']),
});
export type ContextMenuPlace = z.output<typeof ContextMenuPlace>;

export const FromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invoke'), id: Id, channel: z.string(), args: z.array(z.unknown()) }),
  z.object({ kind: z.literal('send'), channel: z.string(), args: z.array(z.unknown()) }),
  z.object({ kind: z.literal('preload-error'), message: z.string(), stack: z.string() }),
  z.object({ kind: z.literal('chord'), chord: z.string() }),
  z.object({ kind: z.literal('focused') }),
  z.object({ kind: z.literal('blurred') }),
  z.object({ kind: z.literal('resized') }),
  /** `held`: nobody had announced it, so that it must be the person who closes the window. */
  z.object({ kind: z.literal('leaving'), held: z.boolean() }),
  z.object({ kind: z.literal('context-menu'), place: ContextMenuPlace }),
  z.object({ kind: z.literal('ask'), id: Id, question: Question }),
  z.object({ kind: z.literal('picked'), id: Id, path: z.array(z.number()) }),
  z.object({ kind: z.literal('menu-closed'), id: Id }),
  z.object({ kind: z.literal('answered'), id: Id, answer: z.union([MessageAnswer, PathAnswer]) }),
  z.object({ kind: z.literal('browse'), id: Id, folder: z.string() }),
]);
export type FromPage = z.output<typeof FromPage>;

export interface MenuLine {
  readonly type: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio' | 'header';
  readonly label: string;
  readonly accelerator: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  /** Where the item is in the menu it came from: indices from the top. */
  readonly path: readonly number[];
}

export interface MessageView {
  readonly kind: 'message';
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
  readonly checkbox: { readonly label: string; readonly checked: boolean } | null;
}

export interface PathView {
  readonly kind: 'path';
  readonly mode: 'open' | 'save' | 'folder';
  readonly title: string;
  readonly button: string;
  readonly path: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: Error }
  | { readonly kind: 'message'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'decision'; readonly id: number; readonly granted: boolean }
  | { readonly kind: 'chords'; readonly chords: readonly string[] }
  | { readonly kind: 'navigating' }
  | { readonly kind: 'menu'; readonly id: number; readonly lines: readonly MenuLine[] }
  | { readonly kind: 'dialog'; readonly id: number; readonly dialog: MessageView | PathView }
  | {
      readonly kind: 'entries';
      readonly id: number;
      readonly folder: string;
      readonly entries: readonly FolderEntry[];
      readonly problem: string | null;
    };

/** How injected code speaks to the main process. */
export type Tell = (message: FromPage) => void;
