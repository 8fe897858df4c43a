import type { Link } from '../ipc/sync.ts';
import type { Lane } from './facts.ts';
import { askAt, connectionOf, FIRST_LINK, linkShown, linkStep, type LinkEvent, type LinkState } from './link-step.ts';
import type { Access, Answer, Chance, Clock, LocalLog, RemoteLog, RemoteTrouble } from './ports.ts';
import { isOfTheWay } from './refused.ts';

export interface ConnectionPorts {
  readonly local: LocalLog;
  readonly remote: RemoteLog;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Rises with everything that happens. */
  readonly nextTurn: () => number;
  readonly signal: () => AbortSignal;
  /** Access was told and is on disk; it was asked for in that turn. */
  readonly answered: (access: Access, lanes: readonly Lane[], askedAt: number) => void;
  readonly changed: (before: LinkState, after: LinkState) => void;
}

/** Keeps the way to the server: asks for access whenever something calls for it, and once a minute. */
export class Connection implements AsyncDisposable {
  readonly #ports: ConnectionPorts;
  #state: LinkState = FIRST_LINK;
  #wake: Disposable | undefined;
  #asking: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Which connection this is, from 1; 0 while there is none. */
  get number(): number {
    return connectionOf(this.#state);
  }

  /** Nothing is under way, and nothing could be done now. */
  get isIdle(): boolean {
    const { session, isAsking, wantsAccess, retry } = this.#state;
    return !isAsking && (session === 'signed-out' || !wantsAccess || retry.at !== null);
  }

  shown(isLive: boolean): Link {
    return linkShown(this.#state, isLive);
  }

  happened(event: LinkEvent): void {
    if (this.#isClosed) return;
    const { clock } = this.#ports;
    const before = this.#state;
    this.#state = linkStep(before, event, { elapsed: clock.elapsed(), now: clock.now() });
    this.#plan();
    if (this.#state !== before) this.#ports.changed(before, this.#state);
  }

  /** A call of one script had this trouble: perhaps it is everybody's. */
  trouble(trouble: RemoteTrouble): void {
    const isSession = trouble.kind === 'refused' && trouble.refusal.code === 'signed-out';
    if (!isOfTheWay(trouble) && !isSession) return;
    this.happened({ kind: 'trouble', trouble, fraction: this.#ports.chance.fraction() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#wake?.[Symbol.dispose]();
    await this.#asking;
  }

  #plan(): void {
    this.#wake?.[Symbol.dispose]();
    this.#wake = undefined;
    const elapsed = this.#ports.clock.elapsed();
    const at = askAt(this.#state, elapsed);
    if (at === null) return;
    // Never within the event that called for it: what else it does comes first.
    this.#wake = this.#ports.clock.wake(Math.max(0, at - elapsed), () => {
      this.#asking = this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const { remote, local, chance } = this.#ports;
    this.#wake = undefined;
    const askedAt = this.#ports.nextTurn();
    const signal = this.#ports.signal();
    this.happened({ kind: 'asked' });
    let answer: Answer<Access>;
    try {
      answer = await remote.access(signal);
    } catch {
      // The port answers with trouble and never fails; should it, nothing is concluded from that.
      answer = { ok: false, trouble: { kind: 'unreadable' } };
    }
    // The session ended, or the machine slept: the answer is to a question nobody asks any more.
    if (signal.aborted) answer = { ok: false, trouble: { kind: 'aborted' } };
    if (!answer.ok) {
      this.happened({ kind: 'not-answered', trouble: answer.trouble, fraction: chance.fraction() });
      return;
    }
    const access = answer.value;
    let lanes: readonly Lane[];
    try {
      lanes = await local.storeAccess(access);
    } catch {
      // Whatever the vault's trouble is, it is tried again, and nothing is sent on rights that are not known here.
      this.happened({ kind: 'not-kept', fraction: chance.fraction() });
      return;
    }
    if (this.#isClosed) return;
    if (signal.aborted) {
      this.happened({ kind: 'not-answered', trouble: { kind: 'aborted' }, fraction: 0 });
      return;
    }
    this.happened({ kind: 'answered' });
    this.#ports.answered(access, lanes, askedAt);
  }
}
