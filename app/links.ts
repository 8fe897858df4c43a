import { ScriptId } from './ids.ts';

/** Longer links are cut by some systems on their way to a browser, and cut links go to the wrong place. */
export const MAX_LINK_LENGTH = 2_048;

/** What a mail link may fill in. Anything else (some programs know `attach`) could reach for files. */
const MAIL_FIELDS: readonly string[] = ['subject', 'body', 'cc', 'bcc'];

/**
 * The link in its normal form if it may be handed to the system, else null: https and mailto only, without credentials.
 * Asked when a link is made, drawn and clicked, because content from another device never passes through a parser of ours.
 */
export function externalLink(href: string): string | null {
  const url = parse(href);
  if (url === null || url.username !== '' || url.password !== '' || url.href.length > MAX_LINK_LENGTH) return null;
  if (url.protocol === 'https:') return url.hostname === '' ? null : url.href;
  if (url.protocol === 'mailto:') {
    const known = [...url.searchParams.keys()].every((field) => MAIL_FIELDS.includes(field.toLowerCase()));
    return known && url.pathname !== '' ? url.href : null;
  }
  return null;
}

/** What another program may ask of Galley. It never names a server, a token or a file. */
export type DeepLink =
  | { readonly kind: 'open'; readonly scriptId: ScriptId }
  | { readonly kind: 'review'; readonly code: string }
  | { readonly kind: 'auth'; readonly code: string; readonly state: string };

const REVIEW_CODE = /^[\w-]{22}$/;
const AUTH_CODE = /^[\w.-]{1,512}$/;
const AUTH_STATE = /^[\w-]{16,128}$/;

/** Reads one of the three forms, or null for anything else: a wrong, missing, doubled or additional part refuses the whole. */
export function parseDeepLink(href: string): DeepLink | null {
  const url = parse(href);
  if (url === null || url.protocol !== 'galley:') return null;
  const part = (name: string): string => url.searchParams.get(name) ?? '';
  const link = ((): DeepLink | null => {
    switch (url.hostname) {
      case 'open': {
        const scriptId = ScriptId.safeParse(part('script'));
        return scriptId.success ? { kind: 'open', scriptId: scriptId.data } : null;
      }
      case 'review':
        return REVIEW_CODE.test(part('code')) ? { kind: 'review', code: part('code') } : null;
      case 'auth':
        return AUTH_CODE.test(part('code')) && AUTH_STATE.test(part('state'))
          ? { kind: 'auth', code: part('code'), state: part('state') }
          : null;
      default:
        return null;
    }
  })();
  // Systems may put a slash before the question mark, and servers add the code before or behind what they were given;
  // nothing else may differ from what we would write ourselves.
  return link !== null && inOrder(url.href.replace('/?', '?')) === deepLink(link) ? link : null;
}

function inOrder(href: string): string {
  const [before, ...parts] = href.split(/[?&]/);
  return `${before}?${parts.toSorted().join('&')}`;
}

export function deepLink(link: DeepLink): string {
  switch (link.kind) {
    case 'open':
      return `galley://open?script=${link.scriptId}`;
    case 'review':
      return `galley://review?code=${link.code}`;
    case 'auth':
      return `galley://auth?code=${link.code}&state=${link.state}`;
    default:
      return link satisfies never;
  }
}

function parse(href: string): URL | null {
  return href.length <= MAX_LINK_LENGTH && URL.canParse(href) ? new URL(href) : null;
}
