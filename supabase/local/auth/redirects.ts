import { isIP } from 'node:net';
import type { GatewayRequest } from '../gateway/part.ts';
import type { Desk } from './desk.ts';

/** Where a link leads in the end: the address asked for when it is allowed, else the site itself. */
export function redirectOf(desk: Desk, request: GatewayRequest, inBody = ''): string {
  const header = request.headers['redirect_to'];
  const asked = [inBody, typeof header === 'string' ? header : '', request.query.get('redirect_to') ?? ''];
  return asked.find((url) => isAllowedRedirect(url, desk.settings)) ?? desk.settings.siteUrl;
}

/** The site itself, this machine, and what the settings list; an address elsewhere would be handed the tokens. */
export function isAllowedRedirect(text: string, settings: Pick<Desk['settings'], 'siteUrl' | 'redirectUrls'>): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const site = new URL(settings.siteUrl);
  const sameHost = url.hostname === site.hostname && url.protocol === site.protocol;
  if (sameHost && (url.port === site.port || isLoopback(url.hostname))) return true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isLoopback(host);
  if (/^https?:$/.test(url.protocol) && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(url.hostname)) return false;
  const [whole = ''] = text.split('#');
  return settings.redirectUrls.some((pattern) => matches(pattern, whole));
}

/** Adds to what follows the question mark, and replaces what follows the hash. */
export function extendUrl(base: string, query: Readonly<Record<string, string>>, fragment?: URLSearchParams): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (fragment !== undefined) url.hash = fragment.toString();
  return url.href;
}

function matches(pattern: string, url: string): boolean {
  return pattern.endsWith('*') ? url.startsWith(pattern.slice(0, -1)) : url === pattern;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '::1' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
