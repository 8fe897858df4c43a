import type { ServiceLog } from '../service-log.ts';
import type { ServiceSettings } from '../settings.ts';
import type { BreakerState } from './breaker.ts';
import { PublicKeys } from './public-keys.ts';
import { TokenCheck } from './token-check.ts';

export interface Proof extends Disposable {
  readonly tokens: TokenCheck;
  /** Closed for ever where nobody has to be asked. */
  readonly breakerState: () => BreakerState;
}

export interface ProofOptions {
  readonly settings: Pick<ServiceSettings, 'proof' | 'secretKey'>;
  readonly now: () => Date;
  readonly log: ServiceLog;
}

/** How tokens are checked here: by the shared secret, or by the keys that the auth server publishes. */
export function openProof({ settings: { proof, secretKey }, now, log }: ProofOptions): Proof {
  switch (proof.kind) {
    case 'secret':
      return {
        tokens: new TokenCheck({ key: Buffer.from(proof.secret), secretKey, now }),
        breakerState: () => 'closed',
        [Symbol.dispose]: () => undefined,
      };
    case 'public-keys': {
      const onBreaker = (state: BreakerState): void => log.warn('breaker.changed', { state });
      const keys = PublicKeys.open({ url: proof.url, now, onBreaker });
      return {
        tokens: new TokenCheck({ key: keys.find, secretKey, now }),
        breakerState: () => keys.breakerState,
        [Symbol.dispose]: () => keys[Symbol.dispose](),
      };
    }
    default:
      return proof satisfies never;
  }
}
