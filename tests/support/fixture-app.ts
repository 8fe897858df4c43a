import type { ElectronApplication } from 'playwright-core';
import { startApp, temporaryFolder, type Started } from './host.ts';

/** What tests/fixtures/stand-in-app exposes to its page. */
export interface Fixture {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (...args: unknown[]) => void): () => void;
  same<T>(value: T): T;
  fails(): void;
  later<T>(value: T): Promise<T>;
  world(): { process: string; type: string };
  readonly made: { readonly when: Date; readonly bytes: Uint8Array; readonly list: readonly unknown[] };
}

declare global {
  /** In the fixture's page. */
  var fixture: Fixture;
  /** In the fixture's main process: what happened, in its order. */
  var seen: unknown[];
  /** In the fixture's main process: the paths of its preload script and of its utility process. */
  var preload: string;
  var worker: string;
}

export interface FixtureOptions {
  /** `single`: one instance per folder. `stay`: the app goes on without windows. */
  readonly manners?: string;
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the fixture and waits for its page. */
export async function startFixture({ manners = '', userData, env = {} }: FixtureOptions = {}): Promise<Started> {
  const FIXTURE_USER_DATA = userData ?? temporaryFolder();
  const started = await startApp('tests/fixtures/stand-in-app', {
    FIXTURE_USER_DATA,
    FIXTURE_MANNERS: manners,
    ...env,
  });
  await started.page.getByRole('heading', { name: 'Fixture' }).waitFor();
  return started;
}

export const seen = (app: ElectronApplication): Promise<unknown[]> => app.evaluate(() => globalThis.seen);
