import * as z from 'zod';
import { connectionStrings, type DatabasePlace } from './connection-strings.ts';
import type { ServiceSettings } from './settings.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const text = z.string().min(1);
const SealingKey = z
  .base64()
  .transform((value) => new Uint8Array(Buffer.from(value, 'base64')))
  .refine((bytes) => bytes.length === 32, 'Expected 32 bytes in base64');

const Environment = z
  .object({
    GALLEY_SERVICE_PORT: port.default(54_331),
    /** Two whole connection strings, or the four settings of a hosted project. */
    GALLEY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    GALLEY_SESSION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    GALLEY_DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
    SUPABASE_PROJECT: z
      .string()
      .regex(/^[a-z]{20}$/, 'Expected the 20 letters of the project')
      .optional(),
    SUPABASE_POOLER_HOST: z
      .string()
      .regex(/^[a-z0-9.-]+$/)
      .optional(),
    SUPABASE_DB_USER: z
      .string()
      .regex(/^[a-z_][a-z0-9_]*$/)
      .default('postgres'),
    SUPABASE_DB_PASSWORD: text.optional(),
    SUPABASE_JWT_SECRET: z.string().min(32).optional(),
    SUPABASE_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
    SUPABASE_SECRET_KEY: text.optional(),
    GALLEY_SEALING_KEY: SealingKey.optional(),
    SMTP_HOST: text.optional(),
    SMTP_PORT: port.default(587),
    SMTP_SECURE: z.stringbool().default(false),
    SMTP_USER: text.optional(),
    SMTP_PASSWORD: text.optional(),
    SMTP_FROM: z.email().optional(),
    GALLEY_SCRIPTS_AT_ONCE: z.coerce.number().int().min(1).max(16).default(2),
    GALLEY_STOP_WITHIN_SECONDS: z.coerce.number().min(0.1).max(300).default(10),
  })
  .check(({ value, issues }) => {
    const wrong = (path: string, message: string): void =>
      void issues.push({ code: 'custom', path: [path], message, input: undefined });
    if ((value.SUPABASE_JWT_SECRET === undefined) === (value.SUPABASE_JWKS_URL === undefined))
      wrong('SUPABASE_JWT_SECRET', 'Set this or SUPABASE_JWKS_URL, and not both');
    const hosted = [value.SUPABASE_PROJECT, value.SUPABASE_POOLER_HOST, value.SUPABASE_DB_PASSWORD];
    if (value.GALLEY_DATABASE_URL === undefined && hosted.includes(undefined))
      wrong(
        'GALLEY_DATABASE_URL',
        'Set this, or SUPABASE_PROJECT, SUPABASE_POOLER_HOST and SUPABASE_DB_PASSWORD together',
      );
    if (value.SMTP_HOST !== undefined && value.SMTP_FROM === undefined)
      wrong('SMTP_FROM', 'SMTP_HOST is set: say where mails come from');
    if (value.SMTP_HOST !== undefined && value.GALLEY_SEALING_KEY === undefined)
      wrong('GALLEY_SEALING_KEY', 'SMTP_HOST is set: the codes of invitations are made with this key');
  });
type Environment = z.output<typeof Environment>;

/** What is wrong with the settings, a line each; names of variables only, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The service's settings from its environment; throws a ConfigError that names every wrong variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ServiceSettings {
  // An empty variable means the same as none: compose files and CI write them so.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new ConfigError(`The service's settings are not complete:\n${[...new Set(lines)].join('\n')}`);
  }
  return settingsOf(parsed.data);
}

function settingsOf(value: Environment): ServiceSettings {
  return {
    database: databaseOf(value),
    port: value.GALLEY_SERVICE_PORT,
    proof:
      value.SUPABASE_JWKS_URL === undefined
        ? { kind: 'secret', secret: value.SUPABASE_JWT_SECRET ?? '' }
        : { kind: 'public-keys', url: value.SUPABASE_JWKS_URL },
    secretKey: value.SUPABASE_SECRET_KEY,
    sealingKey: value.GALLEY_SEALING_KEY,
    mail:
      value.SMTP_HOST === undefined || value.SMTP_FROM === undefined
        ? undefined
        : {
            host: value.SMTP_HOST,
            port: value.SMTP_PORT,
            isSecure: value.SMTP_SECURE,
            user: value.SMTP_USER,
            password: value.SMTP_PASSWORD,
            from: value.SMTP_FROM,
          },
    scriptsAtOnce: value.GALLEY_SCRIPTS_AT_ONCE,
    stopWithinMs: value.GALLEY_STOP_WITHIN_SECONDS * 1_000,
  };
}

function databaseOf(value: Environment): ServiceSettings['database'] {
  const { GALLEY_DATABASE_URL: transaction, GALLEY_SESSION_DATABASE_URL: session = transaction } = value;
  if (transaction !== undefined && session !== undefined)
    return { transaction, session, poolSize: value.GALLEY_DATABASE_POOL };
  const { SUPABASE_PROJECT: project = '', SUPABASE_POOLER_HOST: poolerHost = '' } = value;
  const { SUPABASE_DB_PASSWORD: password = '', SUPABASE_DB_USER: user } = value;
  const place: DatabasePlace = { kind: 'hosted', project, poolerHost, password, user };
  return connectionStrings(place);
}
