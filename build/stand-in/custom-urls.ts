/**
 * A plain Chromium cannot be given a scheme of our own, so `app://galley/index.html` is served as
 * `https://galley--app.app-standin.invalid/index.html`: a secure context with an origin of its own, and `.invalid` is
 * never resolved. The app sees only the outer form, pages only the inner one.
 */

const SUFFIX = '.app-standin.invalid';
const INNER = /^https:\/\/([^/?#]*)--([a-z][a-z0-9+.-]*)\.app-standin\.invalid(?=[/?#]|$)/;

export class CustomUrls {
  readonly #schemes = new Set<string>();

  register(scheme: string): void {
    this.#schemes.add(scheme);
  }

  has(scheme: string): boolean {
    return this.#schemes.has(scheme);
  }

  /** What Chromium is given for a URL of the app's; URLs of other schemes stay as they are, in their normal form. */
  toInner(url: string): string {
    if (!URL.canParse(url)) return url;
    const { protocol, host, pathname, search, hash, href } = new URL(url);
    const scheme = protocol.slice(0, -1);
    if (!this.#schemes.has(scheme)) return href;
    return `https://${host}--${scheme}${SUFFIX}${pathname === '' ? '/' : pathname}${search}${hash}`;
  }

  /** What the app is told for a URL of Chromium's. */
  toOuter(url: string): string {
    return url.replace(INNER, (whole, host: string, scheme: string) =>
      this.#schemes.has(scheme) ? `${scheme}://${host}` : whole,
    );
  }

  /** A Content-Security-Policy that names our schemes, in terms of the inner URLs. `'self'` needs nothing. */
  innerPolicy(policy: string): string {
    let inner = policy;
    for (const scheme of this.#schemes) {
      inner = inner.replace(new RegExp(`\\b${scheme}://([a-z0-9.-]+)`, 'g'), `https://$1--${scheme}${SUFFIX}`);
      inner = inner.replace(new RegExp(`(^|[\\s;])${scheme}:(?=[\\s;]|$)`, 'g'), `$1https://*${SUFFIX}`);
    }
    return inner;
  }
}

/** The origin of a URL as Electron gives it: scheme and host also for schemes of our own. */
export function originOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/.exec(url)?.[1] ?? 'null';
}

/** A request is matched without its fragment, which never reaches the network. */
export const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');
