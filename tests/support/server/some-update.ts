import * as Y from 'yjs';
import type { Random } from '../random.ts';

/** One item of a push: a real Yjs update that types `characters` letters. */
export interface PushedUpdate {
  readonly id: string;
  readonly format: 1;
  /** Base64. */
  readonly bytes: string;
}

export function someUpdate(random: Random, { characters = 1 }: { readonly characters?: number } = {}): PushedUpdate {
  const document = new Y.Doc();
  document.clientID = 1 + random.below(2 ** 31);
  const letters = Array.from({ length: characters }, () => String.fromCharCode(97 + random.below(26))).join('');
  document.getText('text').insert(0, letters);
  return { id: random.uuid(), format: 1, bytes: Buffer.from(Y.encodeStateAsUpdate(document)).toString('base64') };
}
