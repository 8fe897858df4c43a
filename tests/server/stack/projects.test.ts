import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { expect, test } from 'vitest';

const Projects = z.array(z.object({ test: z.object({ name: z.string(), globalSetup: z.string().optional() }) }));
const Config = z.object({ default: z.object({ test: z.object({ projects: Projects }) }) });

test('[STACK-10] Postgres is started for the projects contract and server, and for no other', async () => {
  const config = Config.parse(await import(pathToFileURL(resolve('vitest.config.ts')).href));
  const starting = config.default.test.projects.filter(
    ({ test: { globalSetup } }) => globalSetup === 'tests/support/server/global-setup.ts',
  );
  expect(starting.map(({ test: { name } }) => name)).toEqual(['contract', 'server']);
});
