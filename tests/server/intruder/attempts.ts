import type { SupabaseClient } from '@supabase/supabase-js';
import { YJS_V1 } from '../../../app/server/frames.ts';
import { encodeRing, EPOCH_EVENT, RING_EVENT } from '../../../app/server/ring.ts';
import { topics, type Epoch } from '../../../app/server/topics.ts';
import { PersonId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { people, projects, scripts } from '../../support/server/people.ts';
import type { Random } from '../../support/random.ts';

/** What a program tries, in words that are counted. */
export type Kind =
  | 'function'
  | 'table'
  | 'broadcast over HTTP'
  | 'broadcast over a socket'
  | 'presence'
  | 'join'
  | 'altered vault';

/** `none`: the server took it or answered nothing, and what it changed is looked at afterwards. */
export type Outcome = 'refused' | 'not refused';

export interface Target {
  readonly scriptId: ScriptId;
  readonly epoch: Epoch;
  readonly head: number;
  readonly chain: string;
}

export interface Attempt {
  readonly kind: Kind;
  readonly run: (client: SupabaseClient) => Promise<Outcome>;
}

const outcomeOf = ({ error }: { readonly error: unknown }): Outcome => (error === null ? 'not refused' : 'refused');

/** A readable update that would write words into whoever applies it. */
function forgedUpdate(random: Random): Uint8Array<ArrayBuffer> {
  const client = 1 + random.below(100);
  // One struct of this client at clock 0: a string in the root type `x`; no deletions. Yjs reads it.
  return Uint8Array.from([1, 1, client, 0, 4, 1, 1, 120, 1, 65 + random.below(26), 0]);
}

/** Any syntactically valid attempt at a script's live text by somebody who may not write it. */
export function anyAttempt(random: Random, targets: readonly Target[]): Attempt {
  const target = random.oneOf(targets);
  const roll = random.below(100);
  if (roll < 45) return attemptFunction(random, target);
  if (roll < 75) return attemptTable(random, target);
  if (roll < 88) return attemptHttpBroadcast(random, target);
  return attemptSocket(random, target);
}

function attemptFunction(random: Random, { scriptId, head, chain }: Target): Attempt {
  const bytes = Buffer.from(forgedUpdate(random)).toString('base64');
  const id = random.uuid();
  const author = random.chance(50) ? people.felix.id : people.ines.id;
  const calls: readonly (readonly [string, object])[] = [
    ['push_updates', { script_id: scriptId, updates: [{ id, format: YJS_V1, bytes }] }],
    ['push_updates', { script_id: scriptId, updates: [{ id, format: YJS_V1, bytes, author }] }],
    ['set_status', { script_id: scriptId, status: 'draft', expected_version: 1 }],
    ['rename_script', { script_id: scriptId, title: 'Taken over', expected_version: 1 }],
    ['move_script', { script_id: scriptId, project_id: projects.ferry, expected_version: 1 }],
    ['create_script', { script_id: id, project_id: projects.harbour, title: 'Planted' }],
    ['seen', { script_id: scriptId, device_id: id, position: head }],
    ['missing_updates', { script_id: scriptId, ids: [id] }],
    ['pull_updates', { script_id: scriptId, position: head, chain, max_bytes: 1_000 }],
    ['change_role', { project_id: projects.harbour, person_id: people.clara.id, role: 'internal' }],
    ['archive_project', { project_id: projects.harbour, archived: true, expected_version: 1 }],
  ];
  const [name, given] = random.oneOf(calls);
  return { kind: 'function', run: async (client) => outcomeOf(await client.rpc(name, given)) };
}

function attemptTable(random: Random, { scriptId, epoch }: Target): Attempt {
  const bytes = `\\x${Buffer.from(forgedUpdate(random)).toString('hex')}`;
  const row = { script_id: scriptId, position: 1 + random.below(9), id: random.uuid(), format: 1, bytes };
  const ways: readonly ((
    client: SupabaseClient,
  ) => PromiseLike<{ readonly error: unknown; readonly data: unknown }>)[] = [
    (client) => client.from('script_updates').insert({ ...row, chain: bytes, pushed_by: people.ines.id }),
    (client) => client.from('script_updates').update({ bytes }).eq('script_id', scriptId).select(),
    (client) => client.from('script_updates').delete().eq('script_id', scriptId).select(),
    (client) => client.from('script_updates').upsert({ ...row, chain: bytes, pushed_by: people.ines.id }),
    (client) => client.from('script_snapshots').insert({ script_id: scriptId, position: 1, bytes }),
    (client) => client.from('script_snapshots').update({ bytes }).eq('script_id', scriptId).select(),
    (client) => client.from('script_rows').delete().eq('script_id', scriptId).select(),
    (client) => client.from('scripts').update({ head: 0, epoch }).eq('id', scriptId).select(),
    (client) => client.from('scripts').delete().eq('id', scriptId).select(),
    (client) => client.from('project_members').insert({ project_id: projects.harbour, person_id: people.olga.id }),
    (client) => client.from('script_seen').insert({ script_id: scriptId, person_id: people.ines.id, position: 9 }),
    (client) =>
      client
        .schema('realtime' as never)
        .from('messages' as never)
        .insert({ topic: 'x' } as never),
  ];
  const way = random.oneOf(ways);
  return {
    kind: 'table',
    run: async (client) => {
      const { error, data } = await way(client);
      // Under row level security a change of nothing is an answer without an error and without a row.
      return error !== null || data === null || (Array.isArray(data) && data.length === 0) ? 'refused' : 'not refused';
    },
  };
}

/** A ring that says that the next update has come, and carries one. */
function forgedRing(random: Random, { head, chain }: Target): Uint8Array<ArrayBuffer> {
  const frame = { id: UpdateId.parse(random.uuid()), format: YJS_V1, bytes: forgedUpdate(random) };
  const frames = [{ ...frame, pushedBy: 0, author: undefined }];
  return encodeRing({
    first: head + 1,
    count: 1,
    chainBefore: Buffer.from(chain, 'hex'),
    updates: { people: [PersonId.parse(people.ines.id)], frames },
  });
}

const topicOf = (random: Random, { scriptId, epoch }: Target): string =>
  random.oneOf([
    topics.script(scriptId, epoch),
    topics.cursors(scriptId, epoch),
    topics.notes(scriptId, epoch),
    topics.script(ScriptId.parse(scripts.crossing.id), epoch),
  ]);

function attemptHttpBroadcast(random: Random, target: Target): Attempt {
  const topic = topicOf(random, target);
  const event = random.oneOf([RING_EVENT, EPOCH_EVENT, 'cursor']);
  const ring = forgedRing(random, target);
  return {
    kind: 'broadcast over HTTP',
    run: async (client) => {
      const channel = client.channel(topic, { config: { private: true } });
      const { success } = await channel.httpSend(event, ring.buffer).catch(() => ({ success: false }));
      await client.removeChannel(channel);
      return success ? 'not refused' : 'refused';
    },
  };
}

function attemptSocket(random: Random, target: Target): Attempt {
  const topic = topicOf(random, target);
  const kind = random.oneOf(['join', 'presence', 'broadcast over a socket'] as const);
  const ring = forgedRing(random, target);
  return {
    kind,
    run: async (client) => {
      const channel = client.channel(topic, { config: { private: true, broadcast: { ack: true } } });
      const joined = Promise.withResolvers<boolean>();
      channel.subscribe((status) => joined.resolve(status === 'SUBSCRIBED'));
      try {
        if (!(await joined.promise)) return 'refused';
        if (kind === 'join') return 'not refused';
        if (kind === 'presence')
          return (await channel.track({ name: 'Ines' }, { timeout: 300 })) === 'ok' ? 'not refused' : 'refused';
        const sent = await channel.send(
          { type: 'broadcast', event: RING_EVENT, payload: ring.buffer },
          { timeout: 300 },
        );
        return sent === 'ok' ? 'not refused' : 'refused';
      } finally {
        await client.removeChannel(channel);
      }
    },
  };
}
