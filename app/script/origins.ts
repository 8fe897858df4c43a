/** Where a change to a script's document came from: undo, saving and the editor's guards all read it. */
export type Origin =
  | { readonly kind: 'typed' }
  | { readonly kind: 'born' }
  | { readonly kind: 'received' }
  | { readonly kind: 'hydrated' };

/** A command of the person at this window: undone by undo. Never creates or removes a nested type. */
export const TYPED: Origin = Object.freeze({ kind: 'typed' });

/** Creation of rows and scenes, always marked deleted: never undone, so that nobody's words in them can go. */
export const BORN: Origin = Object.freeze({ kind: 'born' });

/** Another window's or device's update. */
export const RECEIVED: Origin = Object.freeze({ kind: 'received' });

/** What was saved before this window opened the script. */
export const HYDRATED: Origin = Object.freeze({ kind: 'hydrated' });
