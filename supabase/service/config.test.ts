import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const SECRET = 'a secret that is long enough to sign';
const HOSTED = {
  SUPABASE_PROJECT: 'abcdefghijklmnopqrst',
  SUPABASE_POOLER_HOST: 'pooler.example.org',
  SUPABASE_DB_PASSWORD: 'pass',
  SUPABASE_JWKS_URL: 'https://abc.example.org/auth/v1/.well-known/jwks.json',
};

function refusal(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('[SERVICE-18] a hosted project needs four settings; what is left out has a default', () => {
  const settings = readConfig(HOSTED);
  expect(settings.database.poolSize).toBe(20);
  expect(settings.database.transaction).toContain(':6543/');
  expect(settings).toMatchObject({ port: 54_331, sealingKey: undefined, mail: undefined, stopWithinMs: 10_000 });
  expect(settings.proof).toEqual({ kind: 'public-keys', url: HOSTED.SUPABASE_JWKS_URL });
});

test('[SERVICE-18] what is missing or wrong is named, all of it at once, and no value is told', () => {
  const message = refusal({
    GALLEY_DATABASE_URL: 'mysql://root:hunter2@db/galley',
    SUPABASE_JWT_SECRET: 'hunter3',
    GALLEY_SEALING_KEY: 'aHVudGVyNA==',
    SMTP_HOST: 'smtp.example.org',
    SMTP_FROM: 'hunter5',
    GALLEY_SERVICE_PORT: '70000',
  });
  for (const name of [
    'GALLEY_DATABASE_URL',
    'SUPABASE_JWT_SECRET',
    'GALLEY_SEALING_KEY',
    'SMTP_FROM',
    'SERVICE_PORT',
  ]) {
    expect(message).toContain(name);
  }
  expect(message).not.toMatch(/hunter|aHVud/);
});

test('[SERVICE-18] settings that contradict or need each other are refused', () => {
  expect(refusal({ ...HOSTED, SUPABASE_JWT_SECRET: SECRET })).toContain('SUPABASE_JWT_SECRET');
  expect(refusal({ ...HOSTED, SUPABASE_DB_PASSWORD: '' })).toContain('SUPABASE_DB_PASSWORD');
  expect(refusal({ ...HOSTED, SMTP_HOST: 'smtp.example.org' })).toMatch(/SMTP_FROM[^]*GALLEY_SEALING_KEY/);
});
