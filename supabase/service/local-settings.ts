import { createHash } from 'node:crypto';
import type { MailSettings, ServiceSettings } from './settings.ts';

export interface LocalSettings {
  /** As `postgres`, on this machine. */
  readonly databaseUrl: string;
  readonly jwtSecret: string;
  /** 0 or nothing takes any free port. */
  readonly port?: number;
  readonly mail?: MailSettings;
}

/** The settings of a service on this machine, whose secrets are as well known as the local stack's. */
export function localSettings({ databaseUrl, jwtSecret, port = 0, mail }: LocalSettings): ServiceSettings {
  return {
    database: { transaction: databaseUrl, session: databaseUrl, poolSize: 6 },
    port,
    proof: { kind: 'secret', secret: jwtSecret },
    secretKey: undefined,
    // It protects nothing: whoever has this database has the secret that it follows from.
    sealingKey: new Uint8Array(createHash('sha256').update(`local sealing key of ${jwtSecret}`).digest()),
    mail,
    scriptsAtOnce: 2,
    stopWithinMs: 5_000,
  };
}
