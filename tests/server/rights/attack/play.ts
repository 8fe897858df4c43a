import type pg from 'pg';
import * as z from 'zod';
import { Random } from '../../../support/random.ts';
import type { Catalog } from '../catalog.ts';
import { personId } from '../people.ts';
import { anyAttempt, nameOf, type Attempt, type Channel } from './calls.ts';
import { logModel } from './log-model.ts';
import { memberModel } from './member-model.ts';
import { reviewModel } from './review-model.ts';
import { mayReadRow } from './row-rights.ts';
import { changesBetween, describeChange, hashOf, isExplained, readEverything } from './rows.ts';
import { State, type Attacker } from './state.ts';
import { Question, REFUSED, type Touch, type Verdict } from './verdict.ts';
import { topicOf, type Answer, type Way } from './ways.ts';
import { leaksIn } from './words.ts';

/** All tables are hashed, and compared row by row, after so many calls. */
export const CALLS_PER_ROUND = 500;

const model = { ...logModel, ...memberModel, ...reviewModel };

export interface Round {
  readonly seed: number;
  /** How often each thing was tried, and what came of it: `push_updates, as meant: allowed`. */
  readonly counts: ReadonlyMap<string, number>;
  readonly calls: number;
  readonly reachedAuthorisation: number;
  readonly hash: string;
  /** Rows read or changed beyond the table of rights, each for a person to read. */
  readonly breaches: readonly string[];
  /** Answers that no caller should ever get: errors of the server itself. */
  readonly broken: readonly string[];
}

export interface Field {
  /** As the superuser, and sees what the way has changed. */
  readonly client: pg.ClientBase;
  readonly catalog: Catalog;
  readonly way: Way;
}

const Rows = z.array(z.array(z.string()));
const Topics = z.array(z.string());

/** One round from one seed: the same seed on the same small world makes the same attempts. */
export async function playRound(
  { client, catalog, way }: Field,
  seed: number,
  calls = CALLS_PER_ROUND,
): Promise<Round> {
  const random = new Random(seed);
  const before = await readEverything(client, catalog);
  const counts = new Map<string, number>();
  const breaches: string[] = [];
  const broken: string[] = [];
  const touches: Touch[] = [];
  const actors = new Set<string>();
  let reachedAuthorisation = 0;
  let known: State | undefined;
  for (let call = 0; call < calls; call += 1) {
    const attempt = anyAttempt({ random, catalog, way: way.name });
    const state = known === undefined || isAboutWhatHappened(attempt) ? await State.read(client) : known;
    known = state;
    const attacker = attackerOf(attempt);
    actors.add(attacker.personId ?? 'null');
    const verdict = verdictOf(attempt, state, attacker);
    const answer = await way.make(attempt);
    const where = `seed ${seed}, call ${call}, ${attempt.caller.identity} (${attempt.caller.how}), ${nameOf(attempt)}`;
    breaches.push(...breachesOf(attempt, answer, verdict, state, attacker).map((breach) => `${where}: ${breach}`));
    if (answer.kind === 'broken') broken.push(`${where}: ${answer.message}`);
    if (hasReached(answer, verdict)) reachedAuthorisation += 1;
    if (verdict.isAllowed) touches.push(...verdict.touches);
    if (answer.kind === 'answered' && mayChangeRights(attempt, verdict)) known = undefined;
    const counted = `${nameOf(attempt)}: ${outcomeOf(answer)}`;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  }
  const after = await readEverything(client, catalog);
  const unexplained = changesBetween(before, after).filter((change) => !isExplained(change, touches, actors));
  breaches.push(...unexplained.map((change) => `seed ${seed}: ${describeChange(change)}`));
  return { seed, counts, calls, reachedAuthorisation, hash: hashOf(after), breaches, broken };
}

/** Entries are added by every call, refused ones too: the picture of before does not know them. */
const isAboutWhatHappened = (attempt: Attempt): boolean =>
  attempt.kind === 'read' && (attempt.table === 'audit_log' || attempt.table === 'security_events');

/** They change nothing that a right depends on, so that the state need not be read again. */
const HARMLESS: ReadonlySet<string> = new Set([
  'push_updates',
  'seen',
  'rename_script',
  'rename_project',
  'archive_project',
  'set_due',
  'rename_person',
  'edit_comment',
  'resolve_comment',
  'react',
  'read_notifications',
  'revoke_invitation',
  'close_review',
]);

const mayChangeRights = (attempt: Attempt, { touches }: Verdict): boolean =>
  attempt.kind === 'function' && touches.length > 0 && !HARMLESS.has(attempt.routine);

const attackerOf = ({ caller }: Attempt): Attacker => ({
  personId: caller.person === undefined ? undefined : personId(caller.person),
  viewedAs: caller.viewedAs,
});

function verdictOf(attempt: Attempt, state: State, attacker: Attacker): Verdict {
  if (attempt.kind !== 'function') return REFUSED;
  const judge = model[attempt.routine];
  if (judge === undefined) throw new RangeError(`Nobody has said who may call ${attempt.routine}.`);
  return judge(new Question(state, attacker, attempt.arguments));
}

function breachesOf(
  attempt: Attempt,
  answer: Answer,
  verdict: Verdict,
  state: State,
  attacker: Attacker,
): readonly string[] {
  if (answer.kind !== 'answered') return answer.kind === 'refused' ? leaksIn(answer.body, state, attacker) : [];
  switch (attempt.kind) {
    case 'function':
      return [
        ...(verdict.isAllowed ? [] : [`answered, and not theirs: ${JSON.stringify(attempt.arguments)}`]),
        ...leaksIn(answer.body, state, attacker).map((words) => `told «${words}»`),
      ];
    case 'read':
      return Rows.parse(answer.body)
        .filter((key) => !mayReadRow(state, attacker, attempt.table, key))
        .map((key) => `read ${JSON.stringify(key)}`);
    case 'write':
      return answer.rows > 0 ? [`${answer.rows} rows written`] : [];
    case 'listen':
      return Topics.parse(answer.body)
        .filter((topic) => topic !== topicOf(attempt.channel) || !mayListen(state, attacker, attempt.channel))
        .map((topic) => `heard ${topic}`);
    case 'speak':
      return maySpeak(state, attacker, attempt.channel) ? [] : ['spoke'];
    default:
      return attempt satisfies never;
  }
}

function mayListen(state: State, attacker: Attacker, { of, id, epoch }: Channel): boolean {
  const review = of === 'review' ? state.review(id) : undefined;
  const script = state.script(review?.script ?? id);
  if (script === undefined || (review ?? script).epoch !== epoch) return false;
  if (of === 'review') return state.may(attacker, 'read', 'review', script, state.sent(attacker.personId, [id]));
  const thing = ({ script: 'live text', cursors: 'presence', notes: 'internal comment' } as const)[of];
  return state.may(attacker, 'read', thing, script);
}

function maySpeak(state: State, attacker: Attacker, { of, id, epoch }: Channel): boolean {
  const script = state.script(id);
  return of === 'cursors' && script?.epoch === epoch && state.may(attacker, 'send', 'presence', script);
}

/** Shapes are looked at after rights; who is told of a shape without having the right never came that far. */
const SHAPES: ReadonlySet<string> = new Set(['bad-request', 'too-large', 'unknown-format']);

function hasReached(answer: Answer, { isAllowed }: Verdict): boolean {
  if (answer.kind === 'malformed' || answer.kind === 'broken') return false;
  return answer.kind !== 'refused' || !SHAPES.has(answer.code) || isAllowed;
}

function outcomeOf(answer: Answer): string {
  if (answer.kind === 'answered') return 'allowed';
  return answer.kind === 'refused' ? answer.code : answer.kind;
}
