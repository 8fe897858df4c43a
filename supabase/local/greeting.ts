import type { Addresses } from './local-stack.ts';
import type { Keys } from './keys.ts';

export interface DemoAccount {
  readonly email: string;
  readonly name: string;
  readonly may: string;
}

export interface Greeting {
  readonly addresses: Addresses;
  readonly keys: Keys;
  readonly accounts: readonly DemoAccount[];
  readonly dataFolder: string;
  /** Names of migrations that have changed since this database applied them. */
  readonly changed: readonly string[];
  readonly tookMs: number;
}

/** Of every demo account: supabase/seed.sql gives it. */
export const DEMO_PASSWORD = 'galley-demo';

/** What a person at the terminal reads first: enough to sign in with supabase-js. */
export function greet({ addresses, keys, accounts, dataFolder, changed, tookMs }: Greeting): string {
  const lines = [
    `Galley's Supabase is ready after ${(tookMs / 1_000).toFixed(1)} s. Stop it with Ctrl+C.`,
    '',
    `SUPABASE_URL=${addresses.api}`,
    `SUPABASE_ANON_KEY=${keys.anonKey}`,
    `SUPABASE_SERVICE_KEY=${keys.serviceKey}`,
    `DB_URL=${addresses.database}`,
    `Publishable key: ${keys.publishableKey}`,
    `Mailbox: ${addresses.mailbox}`,
    `Service: ${addresses.service}`,
    `Data: ${dataFolder}`,
    ...(changed.length === 0
      ? []
      : ['', `Changed since this database applied it: ${changed.join(', ')}. See --reset.`]),
  ];
  if (accounts.length === 0) return lines.join('\n');
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const shown = accounts.map(({ email, may }) => `  ${email.padEnd(width)}  ${may}`);
  return [...lines, '', `Demo accounts, each with the password ${DEMO_PASSWORD}:`, ...shown].join('\n');
}
