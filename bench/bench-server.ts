import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bootstrap, migrate, readMigrations } from '../supabase/local/database.ts';
import type { BenchAddress } from './bench-device.ts';
import { Gateway } from '../supabase/local/gateway/gateway.ts';
import { signToken } from '../supabase/local/keys.ts';
import { Postgres } from '../supabase/local/postgres/postgres.ts';

const TOKEN_SECONDS = 3_600;

/** A Postgres that flushes its commits as a hosted one does, with our tables, one admin, and the gateway before it. */
export class BenchServer implements AsyncDisposable {
  readonly gateway: Gateway;
  /** As the superuser. */
  readonly admin: pg.Pool;
  readonly personId: string;
  readonly projectId: string;
  readonly #postgres: Postgres;
  readonly #closing: AsyncDisposableStack;

  private constructor(parts: {
    readonly gateway: Gateway;
    readonly admin: pg.Pool;
    readonly personId: string;
    readonly projectId: string;
    readonly postgres: Postgres;
    readonly closing: AsyncDisposableStack;
  }) {
    this.gateway = parts.gateway;
    this.admin = parts.admin;
    this.personId = parts.personId;
    this.projectId = parts.projectId;
    this.#postgres = parts.postgres;
    this.#closing = parts.closing;
  }

  static async open(): Promise<BenchServer> {
    await using opening = new AsyncDisposableStack();
    // Its account must be able to reach the folder, which it often cannot in a checkout.
    const dataFolder = join(tmpdir(), `galley-bench-${randomUUID()}`);
    opening.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
    const postgres = opening.use(await Postgres.open({ dataFolder, isDurable: true }));
    await bootstrap(postgres.url());
    await migrate(postgres.url({ role: 'postgres' }), readMigrations());
    const admin = new pg.Pool({ connectionString: postgres.url(), max: 2 });
    // The server going down is no news to connections that are on their way out.
    admin.on('error', () => undefined);
    opening.defer(() => admin.end());
    const gateway = opening.use(await Gateway.open({ databaseUrl: postgres.url() }));
    const [personId, organizationId, projectId] = [randomUUID(), randomUUID(), randomUUID()];
    await admin.query('insert into auth.users (id, email) values ($1, $2)', [personId, 'ada@example.org']);
    const server = new BenchServer({ gateway, admin, personId, projectId, postgres, closing: opening.move() });
    await server.call('create_organization', {
      organization_id: organizationId,
      name: 'Bench House',
      person_name: 'Ada',
    });
    await server.call('create_project', { project_id: projectId, organization_id: organizationId, name: 'Film' });
    return server;
  }

  /** What a device needs to reach it. */
  get address(): BenchAddress {
    const { url, keys } = this.gateway;
    return { url, anonKey: keys.anonKey, jwtSecret: keys.jwtSecret, personId: this.personId };
  }

  /** A connection as the REST service has them. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#postgres.url({ role: 'authenticator' }) });
    await client.connect();
    return client;
  }

  /** Over HTTP, as the admin; gives the body as it came. */
  async call(name: string, args: object): Promise<string> {
    const { url, keys } = this.gateway;
    const claims = { role: 'authenticated', sub: this.personId, exp: Math.floor(Date.now() / 1_000) + TOKEN_SECONDS };
    const response = await fetch(`${url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: keys.anonKey,
        authorization: `Bearer ${signToken(claims, keys.jwtSecret)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(args),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name} answered ${response.status}: ${text}`);
    return text;
  }

  async newScript(): Promise<string> {
    const id = randomUUID();
    await this.call('create_script', { script_id: id, project_id: this.projectId, title: 'Sample' });
    return id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync();
  }
}
