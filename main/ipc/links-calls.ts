import { Failure } from '../../app/failure.ts';
import { externalLink } from '../../app/links.ts';
import type { HandlersOf } from './handlers.ts';

/** `openExternal` hands a link to the system; it is given checked links only. */
export function linksCalls(openExternal: (href: string) => Promise<void>): HandlersOf<'links'> {
  return {
    'links.open': async ({ href }) => {
      const checked = externalLink(href);
      if (checked === null) {
        throw new Failure(
          'forbidden',
          'This link was not opened: only https and mail links are. Your script is unchanged. Check where the link leads.',
        );
      }
      await openExternal(checked);
    },
  };
}
