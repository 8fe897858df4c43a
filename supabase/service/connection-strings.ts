/** Where the service's Postgres is. */
export type DatabasePlace =
  | { readonly kind: 'local'; readonly host: string; readonly port: number; readonly password: string }
  | {
      readonly kind: 'hosted';
      /** The project's reference: 20 lower-case letters. */
      readonly project: string;
      /** The pooler's host, as the dashboard shows it: `aws-0-eu-central-1.pooler.supabase.com`. */
      readonly poolerHost: string;
      readonly password: string;
      /** `postgres`, or a login of its own that may become `service_role`. */
      readonly user: string;
    };

export interface ConnectionStrings {
  /** For work: short transactions that share connections. Nothing may outlive a transaction on it. */
  readonly transaction: string;
  /** For what belongs to one connection: LISTEN and the advisory lock. Migrations and long jobs too. */
  readonly session: string;
  /** Connections that the service opens for work at most. */
  readonly poolSize: number;
}

/** Supavisor's ports: https://supabase.com/docs/guides/database/connecting-to-postgres */
const TRANSACTION_PORT = 6543;
const SESSION_PORT = 5432;
/** The pool a small hosted project has behind each port; 100 clients may wait for it. */
const HOSTED_POOL = 20;
/** One Postgres without a pooler has 100 connections for everybody. */
const LOCAL_POOL = 10;
const LOCAL_USER = 'postgres';
const DATABASE = 'postgres';

/** Both connection strings of a place. A password may hold any character; it is escaped. */
export function connectionStrings(place: DatabasePlace): ConnectionStrings {
  switch (place.kind) {
    case 'local': {
      const { host, port, password } = place;
      // No pooler: both modes are the same server, and the service keeps to the rules of the stricter one.
      const local = connectionString({ user: LOCAL_USER, password, host, port, sslMode: 'disable' });
      return { transaction: local, session: local, poolSize: LOCAL_POOL };
    }
    case 'hosted': {
      const { project, poolerHost: host, password } = place;
      // The pooler serves many projects under one name and finds ours behind the dot.
      const user = `${place.user}.${project}`;
      const hosted = (port: number): string => connectionString({ user, password, host, port, sslMode: 'verify-full' });
      return { transaction: hosted(TRANSACTION_PORT), session: hosted(SESSION_PORT), poolSize: HOSTED_POOL };
    }
    default:
      return place satisfies never;
  }
}

interface Parts {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly sslMode: 'disable' | 'verify-full';
}

function connectionString({ user, password, host, port, sslMode }: Parts): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgresql://${login}@${name}:${port}/${DATABASE}?sslmode=${sslMode}`;
}
