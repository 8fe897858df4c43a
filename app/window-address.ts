import { RowId, ScriptId } from './ids.ts';

/** The one origin that our pages have. `URL.origin` is opaque for schemes of one's own, so it is compared in parts. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'galley';
export const PAGE = '/index.html';

/** What one window shows: the library, how the program is doing, a script, opened at a row, or a script's past. */
export type Showing =
  | { readonly kind: 'library' }
  | { readonly kind: 'health' }
  | { readonly kind: 'backups' }
  | { readonly kind: 'sign-in' }
  /** The scripts could not be opened: what can be done about it. */
  | { readonly kind: 'start' }
  | { readonly kind: 'script'; readonly scriptId: ScriptId; readonly rowId?: RowId }
  | { readonly kind: 'history'; readonly scriptId: ScriptId }
  /** What others did to a script while the person was away. */
  | { readonly kind: 'briefing'; readonly scriptId: ScriptId };

const LIBRARY: Showing = { kind: 'library' };
const HEALTH = '#/health';
const BACKUPS = '#/backups';
const SIGN_IN = '#/sign-in';
const START = '#/start';

/** The part of a page's address after the page: `#/library`, `#/health`, `#/script/<id>?row=<id>`, `#/history/<id>` … */
export function hashOf(showing: Showing): string {
  if (showing.kind === 'library') return '#/library';
  if (showing.kind === 'health') return HEALTH;
  if (showing.kind === 'backups') return BACKUPS;
  if (showing.kind === 'sign-in') return SIGN_IN;
  if (showing.kind === 'start') return START;
  if (showing.kind === 'history' || showing.kind === 'briefing') return `#/${showing.kind}/${showing.scriptId}`;
  return `#/script/${showing.scriptId}${showing.rowId === undefined ? '' : `?row=${showing.rowId}`}`;
}

/** Never refuses: what is not an address of ours shows the library. */
export function showingAt(hash: string): Showing {
  if (hash === HEALTH) return { kind: 'health' };
  if (hash === BACKUPS) return { kind: 'backups' };
  if (hash === SIGN_IN) return { kind: 'sign-in' };
  if (hash === START) return { kind: 'start' };
  const found = /^#\/(script|history|briefing)\/([^?]+)(?:\?row=(.+))?$/.exec(hash);
  const scriptId = ScriptId.safeParse(found?.[2]);
  if (!scriptId.success) return LIBRARY;
  if (found?.[1] === 'history' || found?.[1] === 'briefing') return { kind: found[1], scriptId: scriptId.data };
  const rowId = RowId.safeParse(found?.[3]);
  return rowId.success
    ? { kind: 'script', scriptId: scriptId.data, rowId: rowId.data }
    : { kind: 'script', scriptId: scriptId.data };
}

export function addressOf(showing: Showing): string {
  return `${APP_SCHEME}://${APP_HOST}${PAGE}${hashOf(showing)}`;
}

/** True only for the page that we serve ourselves, whatever follows its `#`. */
export function isOwnPage(address: string): boolean {
  const page = `${APP_SCHEME}://${APP_HOST}${PAGE}`;
  return address === page || address.startsWith(`${page}#`);
}
