import { setTimeout as pause } from 'node:timers/promises';
import type { Joined } from './channel.ts';
import type { ClientMessage } from './frames.ts';
import { readToken, type House } from './house.ts';
import { channelName, readJoin } from './join.ts';
import type { Answer } from './policies.ts';
import { recordRefusedTopic } from './refused-topics.ts';
import { isEnough } from './standing.ts';

export interface Applicant {
  readonly message: ClientMessage & { readonly kind: 'message' };
  readonly connection: object;
  /** How many the connection has already. */
  readonly channels: number;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Admission =
  | { readonly ok: true; readonly joined: Joined }
  | {
      readonly ok: false;
      /** `<Code>: <sentence>`, as Realtime's ERROR_CODES.md lists them. */
      readonly reason: string;
      readonly endsConnection?: true;
    };

/** Whether a client may join a topic. A refusal waits as long as the settings say, so that refused clients do not hurry. */
export async function admit(house: House, applicant: Applicant): Promise<Admission> {
  const admission = await decide(house, applicant);
  if (!admission.ok && house.settings.refusedJoinMs > 0) await pause(house.settings.refusedJoinMs);
  return admission;
}

async function decide(house: House, applicant: Applicant): Promise<Admission> {
  const { message, connection } = applicant;
  const { settings, users, joins, policies } = house;
  const name = channelName(message.topic);
  if (name === undefined) return refuse('unmatched topic');
  if (name === '') return refuse('TopicNameRequired: You must provide a topic name');
  const request = readJoin(message.payload);
  if (request === undefined) return refuse('InvalidJoinPayload: The payload of a join is an object');
  if (request.notDone !== undefined) return refuse(`NotDone: The local stack does not do ${request.notDone}.`);

  if (!users.has(connection) && users.size >= settings.connections) {
    return refuse('ConnectionRateLimitReached: Too many connected users');
  }
  if (joins.isReached()) {
    return { ...refuse('ClientJoinRateLimitReached: Too many joins per second'), endsConnection: true };
  }
  joins.add();
  if (applicant.channels >= settings.channelsPerConnection) return refuse('ChannelRateLimitReached: Too many channels');

  const token = request.token ?? applicant.token;
  const checked = await readToken(token, house);
  if (!checked.ok) {
    const details = { code: checked.code };
    await house.recordAttempt({ kind: 'bad-token', thing: 'realtime', actor: undefined, details });
    return refuse(`${checked.code}: ${checked.message}`);
  }
  const { claims } = checked;
  const topic = { name, isPrivate: request.isPrivate };
  const place = { topic, joinRef: message.joinRef, request, token, claims };
  if (!request.isPrivate) return { ok: true, joined: { ...place, readable: undefined } };

  const asker = { topic: name, claims, headers: applicant.headers };
  const answer = await policies.read(asker, { withPresence: request.presence.isEnabled });
  if (answer.ok && isEnough(answer.rights)) return { ok: true, joined: { ...place, readable: answer.rights } };
  if (answer.ok) await recordRefusedTopic(house, { name, claims, verb: 'read' });
  return refuse(sayRefusal(answer, name));
}

function refuse(reason: string): Admission & { readonly ok: false } {
  return { ok: false, reason };
}

function sayRefusal(answer: Answer, name: string): string {
  const fault = answer.ok ? 'policy' : answer.fault;
  switch (fault) {
    case 'policy':
      return `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`;
    case 'canceled':
      return 'QueryCanceled: The policies took too long';
    case 'no-partition':
      return 'MissingPartition: Realtime was unable to find the expected messages partition';
    case 'database':
      return 'UnableToConnectToProject: Realtime was unable to connect to the project database';
    default:
      return fault satisfies never;
  }
}
