import pg from 'pg';
import * as z from 'zod';
import { logResults } from '../../../app/server/log-calls.ts';
import { Refusal } from '../../../app/server/refusal.ts';
import { Random } from '../../support/random.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';

export type Role = 'admin' | 'internal' | 'freelancer' | 'client' | 'viewer';
export type LogCall = keyof typeof logResults;
export type Arguments = Readonly<Record<string, unknown>>;

/** A reply as the REST gateway would give it: the body is what the function returned. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Functions that only read run in transactions that can only read, as PostgREST does it. */
const READING: readonly string[] = ['my_access', 'server_clock', 'health'];

const Body = z.object({ body: z.unknown() });
const Status = z.object({ status: z.string().nullable() });

/** Somebody at the server: signed in, or (without an id) not. Each call is a request of its own. */
export class Person {
  readonly id: string | undefined;
  readonly #pool: pg.Pool;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(pool: pg.Pool, id: string | undefined, headers: Readonly<Record<string, string>> = {}) {
    this.#pool = pool;
    this.id = id;
    this.#headers = headers;
  }

  /** The same person, looking through a weaker role's eyes. */
  viewingAs(role: Role): Person {
    return new Person(this.#pool, this.id, { 'x-galley-view-as': role });
  }

  /** The value that the function answers; throws when it refuses. */
  async call<C extends LogCall>(name: C, args: Arguments = {}): Promise<z.output<(typeof logResults)[C]>> {
    const reply = await this.ask(name, args);
    if (reply.status !== 200) throw new Error(`${name} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    const schema: z.ZodType = logResults[name];
    return schema.parse(reply.body) as z.output<(typeof logResults)[C]>;
  }

  /** What the function refuses with; throws when it answers. */
  async refusal(name: LogCall, args: Arguments): Promise<Refusal & { readonly status: number }> {
    const { status, body } = await this.ask(name, args);
    return { ...Refusal.parse(body), status };
  }

  async ask(name: LogCall, args: Arguments): Promise<Reply> {
    const client = await this.#pool.connect();
    try {
      return await this.askOn(client, name, args);
    } finally {
      client.release();
    }
  }

  /** As `ask`, in a transaction of its own on a given connection. */
  async askOn(client: pg.ClientBase, name: LogCall, args: Arguments): Promise<Reply> {
    await client.query(READING.includes(name) ? 'begin read only' : 'begin');
    try {
      const reply = await this.askWithin(client, name, args);
      await client.query('commit');
      return reply;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }

  /** As `ask`, within the transaction that the connection is in: it is left open. */
  async askWithin(client: pg.ClientBase, name: LogCall, args: Arguments): Promise<Reply> {
    const role = this.id === undefined ? 'anon' : 'authenticated';
    // A token without a person, as a key is one: `person('')`.
    const sub = this.id === undefined || this.id === '' ? {} : { sub: this.id };
    const claims = { role, aud: role, ...sub };
    await client.query(
      `select set_config('statement_timeout', '20s', true), set_config('role', $1, true),
        set_config('request.jwt.claims', $2, true), set_config('request.headers', $3, true)`,
      [role, JSON.stringify(claims), JSON.stringify(this.#headers)],
    );
    const names = Object.keys(args);
    const values = Object.values(args).map((value) =>
      typeof value === 'object' && value !== null && !isIds(value) ? JSON.stringify(value) : value,
    );
    const list = names.map((argument, index) => `${pg.escapeIdentifier(argument)} => $${index + 1}`).join(', ');
    const result = await client.query(`select public.${name}(${list}) as body`, values);
    const after = await client.query(`select nullif(current_setting('response.status', true), '') as status`);
    const { body } = Body.parse(result.rows[0]);
    const { status } = Status.parse(after.rows[0]);
    return { status: Number(status ?? 200), body };
  }
}

const isIds = (value: object): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** An organisation with two projects and one person of each role, beside another organisation. */
export interface World extends AsyncDisposable {
  readonly database: TestDatabase;
  /** Connections as PostgREST has them. */
  readonly pool: pg.Pool;
  readonly random: Random;
  readonly organization: string;
  readonly project: string;
  readonly otherProject: string;
  /** Members of the organisation, or of `project` only. */
  readonly people: Readonly<Record<Role, Person>>;
  /** Admin of another organisation. */
  readonly stranger: Person;
  readonly nobody: Person;
  person(id: string): Person;
  /** Signs somebody up. */
  signUp(name: string): Promise<Person>;
  /** A new script in `project`, made by the admin. */
  script(): Promise<string>;
}

export async function openWorld(seed = 1): Promise<World> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await openDatabase());
  const pool = new pg.Pool({ connectionString: database.url('authenticator'), max: 40 });
  // `drop database … with (force)` may end connections that are still saying goodbye.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  opening.defer(() => pool.end());
  const random = new Random(seed);
  const person = (id: string): Person => new Person(pool, id);
  const signUp = async (name: string): Promise<Person> => {
    const id = random.uuid();
    await database.admin.query(
      `insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, jsonb_build_object('name', $3::text))`,
      [id, `${id}@example.org`, name],
    );
    return person(id);
  };
  const people = {
    admin: await signUp('Ada'),
    internal: await signUp('Ines'),
    freelancer: await signUp('Felix'),
    client: await signUp('Clara'),
    viewer: await signUp('Victor'),
  };
  const stranger = await signUp('Olga');
  const [organization, elsewhere, project, otherProject] = Array.from({ length: 4 }, () => random.uuid());
  if (organization === undefined || project === undefined || otherProject === undefined) throw new Error('No ids.');
  await people.admin.call('create_organization', { organization_id: organization, name: 'House', person_name: 'Ada' });
  await stranger.call('create_organization', { organization_id: elsewhere, name: 'Elsewhere', person_name: 'Olga' });
  for (const id of [project, otherProject]) {
    await people.admin.call('create_project', { project_id: id, organization_id: organization, name: 'Film' });
  }
  await database.admin.query(
    `insert into public.organization_members (organization_id, person_id, role) values ($1, $2, 'internal')`,
    [organization, people.internal.id],
  );
  for (const role of ['freelancer', 'client', 'viewer'] as const) {
    await database.admin.query(`insert into public.project_members (project_id, person_id, role) values ($1, $2, $3)`, [
      project,
      people[role].id,
      role,
    ]);
  }
  const script = async (): Promise<string> => {
    const id = random.uuid();
    await people.admin.call('create_script', { script_id: id, project_id: project, title: 'Film' });
    return id;
  };
  const opened = opening.move();
  return {
    database,
    pool,
    random,
    organization,
    project,
    otherProject,
    people,
    stranger,
    nobody: new Person(pool, undefined),
    person,
    signUp,
    script,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
