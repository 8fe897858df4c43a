import type { UpdateId } from '../../../app/ids.ts';
import { Chain, chainAfter, EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { sha256 } from '../../../main/vault/seal.ts';

interface Place {
  readonly previous: Chain;
  readonly position: number;
  readonly id: UpdateId;
}

/** All histories that a server's logs ever had. Chains name places: two histories share those before they part. */
export class ChainTree {
  readonly #places = new Map<Chain, Place>();

  grow(previous: Chain, update: { readonly id: UpdateId; readonly bytes: Uint8Array }): Chain {
    const bytes = chainAfter(Buffer.from(previous, 'hex'), update, sha256);
    const chain = Chain.parse(Buffer.from(bytes).toString('hex'));
    this.#places.set(chain, { previous, position: this.positionOf(previous) + 1, id: update.id });
    return chain;
  }

  positionOf(chain: Chain): number {
    return this.#places.get(chain)?.position ?? 0;
  }

  /** The ids up to a place, last first. */
  *idsBefore(chain: Chain): Generator<UpdateId> {
    for (let at = this.#places.get(chain); at !== undefined; at = this.#places.get(at.previous)) yield at.id;
  }

  /** Whether whoever has everything up to `later` has everything up to `earlier`. */
  leadsTo(earlier: Chain, later: Chain): boolean {
    let at = later;
    while (at !== earlier && this.positionOf(at) > this.positionOf(earlier)) {
      at = this.#places.get(at)?.previous ?? EMPTY_CHAIN;
    }
    return at === earlier;
  }
}
