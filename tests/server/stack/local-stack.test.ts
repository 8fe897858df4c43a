import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { LocalStack } from '../../../supabase/local/local-stack.ts';
import { readOptions } from '../../../supabase/local/options.ts';
import { freePorts } from '../../support/server/free-ports.ts';

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('[STACK-7] [STACK-8] a reset brings the demo back; without one everything stays, and a newer database is refused', async () => {
  const dataFolder = join(tmpdir(), `galley-stack-${randomUUID()}`);
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const open = async (...more: readonly string[]): Promise<LocalStack> => {
    const port = String(await freePorts([1, 3, 10]));
    const wish = readOptions(['--port', port, '--data-dir', dataFolder, ...more]);
    if (wish.kind !== 'start') throw new Error('Asked for something else.');
    return LocalStack.open({ ...wish, dataFolder });
  };
  const title = `select title from public.scripts where id = '5eed0000-0000-4000-8000-0000000000c1'`;
  const rename = `update public.scripts set title = 'Renamed', version = version + 1
    where id = '5eed0000-0000-4000-8000-0000000000c1'`;
  {
    await using stack = await open();
    await query(stack.addresses.database, rename);
  }
  {
    await using stack = await open();
    expect(await query(stack.addresses.database, title)).toEqual([{ title: 'Renamed' }]);
  }
  {
    await using stack = await open('--reset');
    expect(await query(stack.addresses.database, title)).toEqual([{ title: 'The harbour pilot, interview' }]);
    await query(
      stack.addresses.database,
      `insert into supabase_migrations.schema_migrations (version, name) values ('29990101000000', 'later')`,
    );
  }
  await expect(open()).rejects.toMatchObject({ code: 'newer-version' });
});

test('[STACK-7] a reset deletes nothing but a database', async () => {
  const api = await freePorts([1, 3, 10]);
  const ports = { api, database: api + 1, mailbox: api + 3, service: api + 10 };
  await expect(LocalStack.open({ ports, dataFolder: process.cwd(), resets: true })).rejects.toMatchObject({
    message: `${process.cwd()} is no database. Nothing was deleted.`,
  });
});
