import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AuthAnswer } from './auth-answer.ts';
import type { AuthDoor } from './auth-door.ts';
import type { ServerClock } from './server-clock.ts';
import type { SessionFile } from './session-file.ts';
import type { SessionSource, Standing } from './session-source.ts';
import { pauseMs, step, type SessionEffect, type SessionEvent, type SessionState } from './session-step.ts';
import type { Session } from './session.ts';

export interface HolderParts extends Pick<Surroundings, 'now' | 'nowMs' | 'wake'> {
  /** Null where the scripts of no account are shown. */
  readonly file: SessionFile | null;
  /** Null when no server is set. */
  readonly door: AuthDoor | null;
  readonly clock: ServerClock;
  /** A whole number from 0 to below the limit. */
  readonly below: (limit: number) => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** A token just given is not renewed again so soon, whatever the clocks say of it: nothing would come of it but calls. */
const NEW_MS = 60_000;
/** Timers cannot wait longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Used extends Session {
  /** On the steady clock, when the server gave it; null for one that was read from the disk. */
  readonly givenMs: number | null;
}

/** Carries out what session-step.ts decides, for one account from when it is shown until it is not. */
export class SessionHolder implements SessionSource, Disposable {
  readonly #parts: HolderParts;
  readonly #listeners = new Set<(change: 'standing' | 'token') => void>();
  #state: SessionState = { kind: 'none' };
  /** What is handed out: on disk, or known not to be kept. */
  #used: Used | null = null;
  /** Given by the server and not on disk yet: not used. */
  #given: Used | null = null;
  #timer: Disposable | null = null;
  /** Of this session: what comes back after it has ended is not heard. */
  #calls = new AbortController();
  #busy: PromiseWithResolvers<void> | null = null;
  #reading: Promise<void> = Promise.resolve();
  #isOver = false;

  private constructor(parts: HolderParts) {
    this.#parts = parts;
  }

  /**
   * Reads what the account has, or takes what has just come in. Waits for neither the server nor the keyring, which may be
   * asking the person for a password: until it has answered nobody is signed in.
   */
  static open(parts: HolderParts, arrived?: Session): SessionHolder {
    const holder = new SessionHolder(parts);
    if (arrived !== undefined) holder.hold(arrived);
    else if (parts.file !== null) holder.#reading = holder.#read(parts.file);
    return holder;
  }

  /**
   * Somebody signed in to this account: holds their session once it is on disk.
   * @throws Failure `disk-full`: then everything is as before.
   */
  async adopt(session: Session): Promise<void> {
    try {
      await this.#parts.file?.write(session);
    } catch (error) {
      // A renewal that was being written was written over by the attempt, and is tried again.
      this.#handle({ kind: 'not-written', isGood: true });
      throw error;
    }
    this.hold(session);
  }

  /** As `adopt`, for a session that is on disk already. */
  hold(session: Session): void {
    this.#hold({ ...session, givenMs: this.#parts.nowMs() });
  }

  /** Removes the session from this device at once, and tells the server if there is a way to it. Documents stay. */
  async signOut(signal: AbortSignal): Promise<void> {
    await this.#reading;
    const { door, clock } = this.#parts;
    const used = this.#used;
    this.#handle({ kind: 'signed-out', at: this.#parts.now().getTime() });
    if (used === null || door === null) return;
    if (clock.nowMs() < used.endsAt) return void (await door.signOut(used.accessToken, 'local', signal));
    const renewed = await door.renew(used.refreshToken, signal);
    if (renewed.kind === 'done') await door.signOut(renewed.value.accessToken, 'local', signal);
  }

  /** Ends the session on every device; only when the server has done that, on this one. */
  async signOutEverywhere(signal: AbortSignal): Promise<AuthAnswer<void>> {
    const token = await this.accessToken();
    const { door, now } = this.#parts;
    if (token === null || door === null) return { kind: 'done', value: undefined };
    const answer = await door.signOut(token, 'global', signal);
    if (answer.kind === 'done') this.#handle({ kind: 'signed-out', at: now().getTime() });
    if (answer.kind !== 'refused') return answer;
    // Perhaps somebody did it elsewhere before: then there is nothing left to end.
    this.refused(token);
    await this.#busy?.promise;
    return this.#state.kind === 'signed-out' ? { kind: 'done', value: undefined } : answer;
  }

  standing(): Standing {
    const state = this.#state;
    if (state.kind !== 'held') return state;
    return { kind: state.isProven ? 'signed-in' : 'unproven', personId: state.personId };
  }

  /** What is known, whole: for diagnostics and tests. */
  get state(): SessionState {
    return this.#state;
  }

  /** False while the session ends with the program, because this system keeps no secrets. */
  get isKept(): boolean {
    return this.#parts.file?.isKept ?? true;
  }

  async accessToken(): Promise<string | null> {
    await this.#reading;
    if (this.#used !== null && !this.#isGood(this.#used)) this.#handle({ kind: 'due' });
    await this.#busy?.promise;
    return this.#used?.accessToken ?? null;
  }

  refused(accessToken: string): void {
    if (this.#used?.accessToken !== accessToken) return;
    const ageMs = this.#used.givenMs === null ? Infinity : this.#parts.nowMs() - this.#used.givenMs;
    this.#handle({ kind: 'refused', ageMs });
  }

  async renew(): Promise<Standing> {
    await this.#reading;
    if (this.#used !== null) this.#handle({ kind: 'wanted', isGood: this.#isGood(this.#used) });
    await this.#busy?.promise;
    return this.standing();
  }

  heardDate(date: string | null): void {
    this.#parts.clock.hear(date);
  }

  onChanged(listener: (change: 'standing' | 'token') => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#listeners.clear();
    this.#let();
    this.#busy?.resolve();
  }

  async #read(file: SessionFile): Promise<void> {
    const { signal } = this.#calls;
    const read = await file.read();
    // Somebody signed in while the keyring was thinking.
    if (signal.aborted) return;
    if (read.kind === 'absent') this.#handle(read);
    else this.#hold({ ...read.session, givenMs: null });
  }

  #hold(session: Used): void {
    this.#let();
    this.#given = session;
    this.#handle({ kind: 'held', personId: session.person.personId, isGood: this.#isGood(session) });
  }

  /** Ends what is under way for the session there was. */
  #let(): void {
    this.#calls.abort();
    this.#calls = new AbortController();
    this.#timer?.[Symbol.dispose]();
  }

  #isGood({ renewAt, givenMs }: Used): boolean {
    const { clock, nowMs } = this.#parts;
    return clock.nowMs() < renewAt || (givenMs !== null && nowMs() - givenMs < NEW_MS);
  }

  #handle(event: SessionEvent): void {
    if (this.#isOver) return;
    const before = this.standing();
    const [next, effects] = step(this.#state, event);
    this.#state = next;
    const isBusy = next.kind === 'held' && (next.renewal.kind === 'asking' || next.renewal.kind === 'writing');
    if (isBusy) this.#busy ??= Promise.withResolvers();
    for (const effect of effects) this.#do(effect);
    if (!isBusy) {
      this.#busy?.resolve();
      this.#busy = null;
    }
    const { kind } = this.standing();
    if (kind === before.kind) return;
    this.#parts.log.info('account.standing', { standing: kind });
    this.#tell('standing');
  }

  #do(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'ask':
        return void this.#ask();
      case 'write':
        return void this.#write();
      case 'use':
        return this.#use();
      case 'pause':
        return this.#wake(pauseMs(effect, this.#parts.below), { kind: 'pause-over' });
      case 'forget':
        return this.#forget(effect);
      default:
        effect satisfies never;
    }
  }

  async #ask(): Promise<void> {
    const { door, clock, now, nowMs } = this.#parts;
    const { signal } = this.#calls;
    const used = this.#used;
    if (used === null) return;
    const answer = door === null ? NO_SERVER : await door.renew(used.refreshToken, signal);
    if (signal.aborted) return;
    if (answer.kind === 'done' && answer.value.person.personId === used.person.personId) {
      this.#given = { ...answer.value, givenMs: nowMs() };
      return this.#handle({ kind: 'renewed' });
    }
    const reason = answer.kind === 'refused' ? ENDS[answer.code] : undefined;
    if (reason !== undefined) return this.#handle({ kind: 'ended', reason, at: now().getTime() });
    const isGood = clock.nowMs() < used.endsAt;
    this.#handle({ kind: 'trouble', retryAfterMs: retryAfterOf(answer), isGood });
  }

  async #write(): Promise<void> {
    const { file, clock, log } = this.#parts;
    const { signal } = this.#calls;
    const given = this.#given;
    if (given === null || file === null) return;
    try {
      // Somebody signed in or out meanwhile, and settles it.
      if (!(await file.write(given))) return;
    } catch (error) {
      log.warn('account.not-written', { error });
      const isGood = this.#used !== null && clock.nowMs() < this.#used.endsAt;
      if (!signal.aborted) this.#handle({ kind: 'not-written', isGood });
      return;
    }
    if (!signal.aborted) this.#handle({ kind: 'written' });
  }

  #use(): void {
    if (this.#given === null) return;
    this.#used = this.#given;
    this.#given = null;
    this.#waitForEnd(this.#used);
    this.#tell('token');
  }

  #waitForEnd(used: Used): void {
    const { clock } = this.#parts;
    const atLeastMs = used.givenMs === null ? 0 : NEW_MS;
    const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(atLeastMs, used.renewAt - clock.nowMs()));
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#parts.wake(waitMs, () => {
      if (this.#used !== used) return;
      if (this.#isGood(used)) this.#waitForEnd(used);
      else this.#handle({ kind: 'due' });
    });
  }

  #wake(afterMs: number, event: SessionEvent): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#parts.wake(afterMs, () => this.#handle(event));
  }

  #forget({ reason, at }: SessionEffect & { readonly kind: 'forget' }): void {
    this.#let();
    this.#used = null;
    this.#given = null;
    try {
      this.#parts.file?.forget({ reason, at });
    } catch (error) {
      // Signed out all the same while Galley runs; at the next start the server says that the session is over.
      this.#parts.log.warn('account.not-forgotten', { error });
    }
  }

  #tell(change: 'standing' | 'token'): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** The answers to a renewal after which no other can follow. Any other refusal may be a fault of the moment. */
const ENDS: Readonly<Record<string, 'ended-by-server' | 'used-elsewhere'>> = {
  refresh_token_already_used: 'used-elsewhere',
  refresh_token_not_found: 'ended-by-server',
  session_not_found: 'ended-by-server',
  session_expired: 'ended-by-server',
  user_banned: 'ended-by-server',
  user_not_found: 'ended-by-server',
};

const NO_SERVER: AuthAnswer<Session> = {
  kind: 'trouble',
  trouble: { kind: 'unavailable', retryAfterMs: 3_600_000, isThrottled: false },
};

function retryAfterOf(answer: AuthAnswer<Session>): number {
  if (answer.kind === 'done') return 0;
  if (answer.kind === 'refused') return answer.retryAfterMs ?? 0;
  return answer.trouble.kind === 'unavailable' ? (answer.trouble.retryAfterMs ?? 0) : 0;
}
