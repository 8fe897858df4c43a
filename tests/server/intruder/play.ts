import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import { PresenceId } from '../../../app/ipc/together.ts';
import { Epoch } from '../../../app/server/topics.ts';
import { Random } from '../../support/random.ts';
import { people, projects, scripts, type SeedPerson } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { SyncedDevice } from '../../support/synced/synced-device.ts';
import { expectSame } from '../../support/synced/open-document.ts';
import { signIn } from '../../support/synced/token-session.ts';
import { syncAlteredVault } from './altered-vault.ts';
import { anyAttempt, type Kind, type Outcome, type Target } from './attempts.ts';

/** Whose tokens the program has: three who may look or less, one of elsewhere, and one whose membership has ended. */
export const intruders = ['clara', 'victor', 'olga', 'felix'] as const satisfies readonly SeedPerson[];
/** `felix` is removed from the project before the program begins. */
const REVOKED: SeedPerson = 'felix';

export interface Played {
  readonly counts: ReadonlyMap<string, number>;
  readonly logsBefore: string;
  readonly logsAfter: string;
  readonly editorsBefore: readonly string[];
  readonly editorsAfter: readonly string[];
  /** Who the open editors were told is in the script with them. */
  readonly peers: readonly string[];
}

/**
 * A program made by hand, with the tokens of people who may not write, against a server with two editors open on the same
 * script. Afterwards the editors type, to show that they still hear and that the rooms are whole.
 */
export async function play(seed: number, attempts: number): Promise<Played> {
  await using stack = await openStack();
  const folder = await mkdtemp(join(tmpdir(), 'galley-intruder-'));
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => rm(folder, { recursive: true, force: true }));
  const clients = await Promise.all(intruders.map((person) => clientOf(stack, person)));
  for (const client of clients) {
    cleaning.defer(async () => {
      await client.removeAllChannels();
      await client.realtime.disconnect();
    });
  }
  await revoke(stack);

  const pilot = ScriptId.parse(scripts.pilot.id);
  const editors = await Promise.all(
    (['ada', 'ines'] as const).map(async (person) => {
      const device = cleaning.use(await SyncedDevice.open({ server: stack, person, folder }));
      await device.engine.settled();
      return { device, document: await device.openDocument(pilot) };
    }),
  );
  const documents = editors.map(({ document }) => document);
  documents[0]?.type('Before. ');
  await expectSame(documents);
  await Promise.all(editors.map(({ device }) => device.engine.settled()));

  const peers = new Set<string>();
  const targets = await targetsOf(stack);
  const pilotNow = targets.find(({ scriptId }) => scriptId === pilot);
  if (pilotNow === undefined) throw new Error('The script is not on the server.');
  for (const { device } of editors) {
    const { together } = device.cloud;
    const presenceId = PresenceId.parse(device.personId);
    together.enter(pilot, pilotNow.epoch, {
      presenceId,
      personId: device.personId,
      name: device.person,
      isShown: true,
    });
    cleaning.use(together.hear(() => together.peers(pilot, presenceId).forEach((peer) => peers.add(peer.personId))));
  }
  const logsBefore = await hashOfLogs(stack);
  const editorsBefore = documents.map((document) => document.hash());
  const random = new Random(seed);
  const counts = new Map<string, number>();
  const count = (kind: Kind, person: string, outcome: Outcome): void => {
    const name = `${kind}, ${person}, ${outcome}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  // Each token in a lane of its own, one attempt after the other.
  let left = attempts;
  await Promise.all(
    clients.map(async (client, index) => {
      const lane = new Random(random.below(1_000_000));
      while (left-- > 0) {
        const attempt = anyAttempt(lane, targets);
        count(attempt.kind, nameOf(index), await attempt.run(client));
      }
    }),
  );
  const access = await editors[0]?.device.vault.access();
  if (access === null || access === undefined) throw new Error('The server did not say what may be reached.');
  for (const person of intruders) {
    const edits = await syncAlteredVault({ person, access, server: stack, folder, scriptId: pilot });
    count('altered vault', nameOf(intruders.indexOf(person)), edits > 0 ? 'refused' : 'not refused');
  }
  await Promise.all(editors.map(({ device }) => device.engine.settled()));
  const logsAfter = await hashOfLogs(stack);
  const editorsAfter = documents.map((document) => document.hash());

  documents[1]?.type('After. ');
  await expectSame(documents);
  return { counts, logsBefore, logsAfter, editorsBefore, editorsAfter, peers: [...peers] };
}

const nameOf = (index: number): string => {
  const person = intruders[index] ?? 'clara';
  return person === REVOKED ? 'revoked' : person === 'olga' ? 'stranger' : people[person].role;
};

async function clientOf(stack: Stack, person: SeedPerson): Promise<SupabaseClient> {
  const { access_token: token } = await signIn(stack, person);
  return createClient(stack.url, stack.anonKey, { accessToken: async () => token });
}

async function revoke(stack: Stack): Promise<void> {
  const ada = await clientOf(stack, 'ada');
  const given = { organization_id: null, project_id: projects.harbour, person_id: people[REVOKED].id };
  const { error } = await ada.rpc('revoke_member', given);
  if (error !== null) throw new Error(`Nobody was removed: ${error.message}`);
}

const Targets = z.array(z.object({ id: ScriptId, epoch: Epoch, head: z.coerce.number(), chain: z.string() }));

/** What none of them may write, with all that an intruder could have heard before: ids, epochs, heads and chains. */
async function targetsOf(stack: Stack): Promise<readonly Target[]> {
  const { rows } = await stack.admin.query(
    "select id, epoch, head, encode(chain, 'hex') as chain from public.scripts where project_id = any($1)",
    [[projects.harbour, projects.winter]],
  );
  return Targets.parse(rows).map(({ id, ...rest }) => ({ scriptId: id, ...rest }));
}

async function hashOfLogs(stack: Stack): Promise<string> {
  const { rows } = await stack.admin.query(
    `select md5(string_agg(u::text, '|' order by u.script_id, u.position)) ||
       (select md5(string_agg(s::text, '|' order by s.id)) from public.scripts s) ||
       (select md5(coalesce(string_agg(n::text, '|' order by n.script_id, n.position), '')) from public.script_snapshots n)
       as hash from public.script_updates u`,
  );
  return z.array(z.object({ hash: z.string() })).parse(rows)[0]?.hash ?? '';
}
