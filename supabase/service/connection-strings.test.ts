import pg from 'pg';
import { expect, test } from 'vitest';
import { connectionStrings } from './connection-strings.ts';

test('[SERVICE-17] hosted: work goes through the transaction pooler with a pool of 20, the lock through the session pooler', () => {
  const { transaction, session, poolSize } = connectionStrings({
    kind: 'hosted',
    project: 'abcdefghijklmnopqrst',
    poolerHost: 'aws-0-eu-central-1.pooler.supabase.com',
    password: 'p@ss/word:%?#&=+ é',
    user: 'postgres',
  });
  expect([transaction, session].map((url) => new URL(url).port)).toEqual(['6543', '5432']);
  expect(poolSize).toBe(20);
  for (const url of [transaction, session]) {
    // As the driver reads it.
    expect(new pg.Client(url)).toMatchObject({
      user: 'postgres.abcdefghijklmnopqrst',
      password: 'p@ss/word:%?#&=+ é',
      host: 'aws-0-eu-central-1.pooler.supabase.com',
      database: 'postgres',
    });
    expect(new URL(url).searchParams.get('sslmode')).toBe('verify-full');
  }
});

test('[SERVICE-17] local: one server for both, without TLS', () => {
  const { transaction, session } = connectionStrings({
    kind: 'local',
    host: '::1',
    port: 54_322,
    password: 'postgres',
  });
  expect(transaction).toBe('postgresql://postgres:postgres@[::1]:54322/postgres?sslmode=disable');
  expect(session).toBe(transaction);
});
