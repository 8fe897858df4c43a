import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Failure } from '../../app/failure.ts';
import { SERVER_VARIABLE } from '../../app/server/environment.ts';

/** Http is for this machine alone: everything that is sent carries a token. */
const ServerUrl = z
  .url()
  .refine(
    (href) => URL.canParse(href) && isSafe(new URL(href)),
    'A server is reached by https, or by http on this very machine.',
  )
  .transform((href) => href.replace(/\/+$/, ''));

const isSafe = (url: URL): boolean => {
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
};

/** Keys that may do everything stay on servers: a Galley that is given one does not start with it. */
const PublishableKey = z
  .string()
  .min(1)
  .max(4_096)
  .refine((key) => !isServiceKey(key), 'This is a service key. It gives everything to everybody who has this program.');

export const ServerSetting = z.strictObject({
  /** Without a slash at its end. */
  url: ServerUrl,
  publishableKey: PublishableKey,
  /** What the project pays for decides how many messages it may send. */
  plan: z.enum(['free', 'pro', 'team']).default('free'),
});
export type ServerSetting = z.output<typeof ServerSetting>;

export interface SettingSources {
  /** From the build; null in builds that leave it open. */
  readonly built: unknown;
  /** A file that only an administrator of this machine can write. */
  readonly adminFile: string;
  /** Read in development only; undefined in builds for users. */
  readonly environment: string | undefined;
}

/**
 * Which server this Galley speaks to: the build says, else the administrator, else, in development, the environment. Never
 * a link, a window or the server itself. Null: none, and everything stays on this device.
 * @throws Failure `invalid` when what is set is no setting: a typing error must not quietly mean "no server".
 */
export function readServerSetting({ built, adminFile, environment }: SettingSources): ServerSetting | null {
  if (built !== null && built !== undefined) return parse(built, 'this build');
  const written = readIfThere(adminFile);
  if (written !== null) return parse(parseJson(written, adminFile), adminFile);
  return environment === undefined ? null : parse(parseJson(environment, SERVER_VARIABLE), SERVER_VARIABLE);
}

/** Where an administrator names the server. */
export function adminFileOf(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  switch (platform) {
    case 'darwin':
      return '/Library/Application Support/Galley/server.json';
    case 'win32':
      return `${environment['ProgramData'] ?? 'C:\\ProgramData'}\\Galley\\server.json`;
    default:
      return '/etc/galley/server.json';
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw new Failure('invalid', `The server is set in ${path}, and this file cannot be read.`, { cause: error });
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('invalid', `The server's address in ${where} is not JSON.`, { cause: error });
  }
}

function parse(value: unknown, where: string): ServerSetting {
  const parsed = ServerSetting.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('invalid', `The server set in ${where} cannot be used: ${z.prettifyError(parsed.error)}`);
}

function isServiceKey(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true;
  const [, claims] = key.split('.');
  if (claims === undefined) return false;
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null && 'role' in read && read.role !== 'anon';
  } catch {
    return false; // no token, so no token of a service
  }
}
