import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { memberResults } from '../../../app/server/member-calls.ts';
import type { RemoteLog } from '../../../app/sync/ports.ts';
import { openClient, type Client } from '../../../main/cloud/client.ts';
import { FunctionCalls } from '../../../main/cloud/function-calls.ts';
import { SupabaseRemoteLog } from '../../../main/cloud/remote-log.ts';
import { Way } from '../../../main/cloud/way.ts';
import { surroundings } from '../../../main/surroundings.ts';
import { signInOnWire } from '../../support/server/auth-wire.ts';
import { openContractServer, type ContractServer, type Person } from '../../support/server/contract-server.ts';
import { members, type Member, type RemoteWorld } from './remote-world.ts';

interface Somebody {
  readonly person: Person;
  readonly client: Client;
  readonly log: RemoteLog;
}

/** People with a project of their own at the local stack, or at the Supabase that the environment names. */
export async function openSupabaseWorld(): Promise<RemoteWorld> {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await openContractServer());
  const way = opened.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
  const enter = (person: Person): Promise<Somebody> => signIn(server, way, person);
  const all = await Promise.all(
    members.map(async (member) => [member, await enter(await server.newPerson())] as const),
  );
  const somebody = (member: Member): Somebody => {
    const found = all.find(([name]) => name === member)?.[1];
    if (found === undefined) throw new Error(`There is no ${member}.`);
    return found;
  };
  const { client: admin } = somebody('admin');
  const [organization, projectId] = [randomUUID(), ProjectId.parse(randomUUID())];
  await admin
    .rpc('create_organization', { organization_id: organization, name: 'House', person_name: 'Ana' })
    .throwOnError();
  await admin
    .rpc('create_project', { project_id: projectId, organization_id: organization, name: 'Film' })
    .throwOnError();
  const invite = async (role: string, { person, client }: Somebody): Promise<void> => {
    const invited = await admin
      .rpc('invite', {
        invitation_id: randomUUID(),
        organization_id: organization,
        role,
        email: person.email,
        expires_in_days: 1,
        ...(role !== 'internal' && { project_id: projectId }),
      })
      .throwOnError();
    const { code } = memberResults.invite.parse(invited.data);
    await client.rpc('accept_invitation', { code, person_name: `The ${role}` }).throwOnError();
  };
  for (const member of members) {
    if (member !== 'admin' && member !== 'stranger') await invite(member, somebody(member));
  }
  const nobody = openClientOf(server, way, null);
  const closing = opened.move();
  const { client: internal } = somebody('internal');
  return {
    people: byMember((member) => PersonId.parse(somebody(member).person.id)),
    logs: byMember((member) => somebody(member).log),
    nobody: new SupabaseRemoteLog(nobody.calls, PersonId.parse(randomUUID())),
    projectId,
    newScript: async () => {
      const scriptId = ScriptId.parse(randomUUID());
      await internal.rpc('create_script', { script_id: scriptId, project_id: projectId, title: 'Film' }).throwOnError();
      return scriptId;
    },
    setStatus: async (scriptId, status) => {
      const { data } = await internal.from('scripts').select('version').eq('id', scriptId).single().throwOnError();
      const { version } = z.object({ version: z.int() }).parse(data);
      await internal.rpc('set_status', { script_id: scriptId, status, expected_version: version }).throwOnError();
    },
    formerFreelancer: async () => {
      const former = await enter(await server.newPerson());
      await invite('freelancer', former);
      await admin.rpc('revoke_member', { person_id: former.person.id, project_id: projectId }).throwOnError();
      return former.log;
    },
    restore: (scriptId, updates) => restore(server, scriptId, updates),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** What a backup of an hour ago would have. Its triggers keep everybody from this, so they are off meanwhile. */
async function restore({ database }: ContractServer, scriptId: ScriptId, updates: number): Promise<void> {
  const connection = await database.connect();
  try {
    await connection.query('begin');
    for (const table of ['scripts', 'script_updates'])
      await connection.query(`alter table public.${table} disable trigger user`);
    await connection.query('delete from public.script_updates where script_id = $1 and position > $2', [
      scriptId,
      updates,
    ]);
    await connection.query(
      `update public.scripts as script set head = $2, chain = held.chain from public.script_updates as held
      where script.id = $1 and held.script_id = script.id and held.position = $2`,
      [scriptId, updates],
    );
    for (const table of ['scripts', 'script_updates'])
      await connection.query(`alter table public.${table} enable trigger user`);
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback');
    throw error;
  } finally {
    connection.release();
  }
}

async function signIn(server: ContractServer, way: Way, person: Person): Promise<Somebody> {
  const { access_token: token } = await signInOnWire(server, person);
  const { client, calls } = openClientOf(server, way, token);
  return { person, client, log: new SupabaseRemoteLog(calls, PersonId.parse(person.id)) };
}

function openClientOf(
  { url, anonKey }: ContractServer,
  way: Way,
  token: string | null,
): { readonly client: Client; readonly calls: FunctionCalls } {
  const session = {
    accessToken: () => Promise.resolve(token),
    refused: () => undefined,
    renew: () => Promise.resolve(),
    onChanged: () => ({ [Symbol.dispose]: () => undefined }),
  };
  const client = openClient({ server: { url, publishableKey: anonKey }, way, session });
  return { client, calls: new FunctionCalls(client, session) };
}

function byMember<T>(of: (member: Member) => T): Readonly<Record<Member, T>> {
  return {
    admin: of('admin'),
    internal: of('internal'),
    freelancer: of('freelancer'),
    viewer: of('viewer'),
    client: of('client'),
    stranger: of('stranger'),
  };
}
