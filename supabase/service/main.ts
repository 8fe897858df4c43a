/** `node supabase/service/main.ts`: the service as a process of its own, with its settings in the environment. */
import { ConfigError, readConfig } from './config.ts';
import { Service } from './service.ts';

async function run(): Promise<void> {
  const service = await Service.open({ settings: readConfig(process.env) });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  await service[Symbol.asyncDispose]();
}

try {
  await run();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
