import { setup as setUpApp } from '../../../build/run/e2e-setup.ts';
import { setup as setUpServer } from '../../support/server/global-setup.ts';

/** A host and a build for the apps, and a Postgres for their servers. Nobody looks at these windows. */
export async function setup(): Promise<() => Promise<void>> {
  process.env['GALLEY_E2E'] ??= 'headless';
  const closeServer = await setUpServer();
  const closeApp = await setUpApp();
  return async () => {
    closeApp();
    await closeServer?.();
  };
}
