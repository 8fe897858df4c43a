import { ProjectId, type RowId, type ScriptId } from '../app/ids.ts';
import { hashOf as addressOf, showingAt } from '../app/window-address.ts';

/** A part of the library: a project's scripts, or those of no project. */
export type LibraryPart = ProjectId | 'only-here';

/** What a window shows. The address after `#` is the only place that says so: reloading after a crash comes back here. */
export type Route =
  | { readonly kind: 'library'; readonly shelf: 'all' | 'trash'; readonly part?: LibraryPart }
  | { readonly kind: 'health' }
  | { readonly kind: 'backups' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'start' }
  | { readonly kind: 'script'; readonly scriptId: ScriptId; readonly rowId: RowId | null }
  | { readonly kind: 'history'; readonly scriptId: ScriptId }
  | { readonly kind: 'briefing'; readonly scriptId: ScriptId };

/** The library's other shelf and its parts. For the rest of the app they are the library. */
const TRASH = '#/library/trash';
const PARTS = '#/library/of/';

export const LIBRARY: Route = { kind: 'library', shelf: 'all' };

/** Anything that is not an address of ours shows the library. */
export function parseRoute(hash: string): Route {
  const showing = showingAt(hash);
  if (showing.kind !== 'script' && showing.kind !== 'library') return showing;
  return showing.kind === 'script'
    ? { kind: 'script', scriptId: showing.scriptId, rowId: showing.rowId ?? null }
    : { kind: 'library', shelf: hash === TRASH ? 'trash' : 'all', ...partIn(hash) };
}

export function hashOf(route: Route): string {
  switch (route.kind) {
    case 'library':
      if (route.shelf === 'trash') return TRASH;
      return route.part === undefined ? addressOf({ kind: 'library' }) : `${PARTS}${route.part}`;
    case 'health':
    case 'backups':
    case 'sign-in':
    case 'start':
      return addressOf(route);
    case 'script':
      return addressOf({
        kind: 'script',
        scriptId: route.scriptId,
        ...(route.rowId === null ? {} : { rowId: route.rowId }),
      });
    case 'history':
    case 'briefing':
      return addressOf(route);
    default:
      return route satisfies never;
  }
}

function partIn(hash: string): { readonly part?: LibraryPart } {
  if (!hash.startsWith(PARTS)) return {};
  const name = hash.slice(PARTS.length);
  const projectId = ProjectId.safeParse(name);
  if (projectId.success) return { part: projectId.data };
  return name === 'only-here' ? { part: name } : {};
}

export type AddressBar = Pick<Window, 'location' | 'history' | 'addEventListener' | 'removeEventListener'>;

/** The one who knows where this window is. A screen may hold on to the person while it saves what is unsaved. */
export class Router implements Disposable {
  readonly #window: AddressBar;
  readonly #listeners = new Set<() => void>();
  #route: Route;
  #mayLeave: (() => Promise<boolean>) | undefined;

  private constructor(window: AddressBar) {
    this.#window = window;
    this.#route = parseRoute(window.location.hash);
  }

  static open(window: AddressBar): Router {
    const router = new Router(window);
    window.addEventListener('hashchange', router.#followAddress);
    return router;
  }

  get(): Route {
    return this.#route;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  go(route: Route): void {
    this.#window.location.hash = hashOf(route);
  }

  /** `mayLeave` is asked before another screen replaces this one; answering false keeps the person here. */
  holdUntil(mayLeave: () => Promise<boolean>): () => void {
    this.#mayLeave = mayLeave;
    return () => {
      if (this.#mayLeave === mayLeave) this.#mayLeave = undefined;
    };
  }

  [Symbol.dispose](): void {
    this.#window.removeEventListener('hashchange', this.#followAddress);
    this.#listeners.clear();
  }

  readonly #followAddress = (): void => void this.#follow(parseRoute(this.#window.location.hash));

  async #follow(wanted: Route): Promise<void> {
    if (!isSameScreen(wanted, this.#route) && this.#mayLeave !== undefined && !(await this.#mayLeave())) {
      this.#window.history.replaceState(null, '', hashOf(this.#route));
      return;
    }
    // Whoever asked later while we waited has the say.
    if (hashOf(wanted) !== hashOf(parseRoute(this.#window.location.hash))) return;
    this.#route = wanted;
    for (const listener of this.#listeners) listener();
  }
}

/** A script and its past are one screen: what is not saved yet stays with the person on both. */
function isSameScreen(one: Route, other: Route): boolean {
  return scriptOf(one) === scriptOf(other);
}

const scriptOf = (route: Route): ScriptId | null => ('scriptId' in route ? route.scriptId : null);
