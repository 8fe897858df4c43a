/** One way out of this machine's network, as the system's proxy settings name it. */
export type Route =
  | { readonly kind: 'direct' }
  /** Through an HTTP proxy, which is spoken to in the open or, `isSecure`, over TLS. */
  | { readonly kind: 'proxy'; readonly host: string; readonly port: number; readonly isSecure: boolean }
  /** A kind that Galley does not speak: SOCKS, QUIC. */
  | { readonly kind: 'unsupported'; readonly name: string };

/** What Electron's `session.resolveProxy` answers for an address: `PROXY 10.0.0.1:8080; DIRECT`. */
export type ResolveProxy = (url: string) => Promise<string>;

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/**
 * The ways that an answer of a proxy script (PAC) names, best first. What cannot be read is unsupported rather than left
 * out: somebody who has to go through a proxy must never go past it.
 */
export function readRoutes(answer: string): readonly Route[] {
  const routes = answer
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readRoute);
  return routes.length === 0 ? [{ kind: 'direct' }] : routes;
}

function readRoute(part: string): Route {
  const [word = '', place = ''] = part.split(/\s+/);
  const name = word.toUpperCase();
  if (name === 'DIRECT') return { kind: 'direct' };
  const isSecure = name === 'HTTPS';
  if (name !== 'PROXY' && name !== 'HTTP' && !isSecure) return { kind: 'unsupported', name };
  const there = URL.canParse(`http://${place}`) ? new URL(`http://${place}`) : undefined;
  if (there === undefined || there.hostname === '') return { kind: 'unsupported', name: part };
  const port = portOf(place) ?? (isSecure ? HTTPS_PORT : HTTP_PORT);
  return { kind: 'proxy', host: bare(there.hostname), port, isSecure };
}

/** As written: URL leaves out a port that is the scheme's usual one. */
function portOf(place: string): number | undefined {
  const digits = /:(\d+)$/.exec(place)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** An IPv6 address without its brackets, as sockets take it. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
