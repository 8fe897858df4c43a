import type { Page } from 'playwright-core';
import type { CallName, Input, Output, Reply } from '../../../app/ipc/contract.ts';
import { people, SEED_PASSWORD, type SeedPerson } from '../../support/server/people.ts';
import { Profile, RunningApp } from '../app.ts';
import { ScriptPage } from '../script-page.ts';

export interface SyncedAppOptions {
  /** Where this app finds its server. */
  readonly url: string;
  readonly publishableKey: string;
  readonly person: SeedPerson;
  /** One that outlives the app; left out, it is made and removed with it. */
  readonly profile?: Profile;
}

/** The program on a profile of its own, with somebody of the seed signed in. Disposing it quits and removes the profile. */
export class SyncedApp implements AsyncDisposable {
  readonly profile: Profile;
  readonly person: SeedPerson;
  app: RunningApp;
  page: Page;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(parts: Pick<SyncedApp, 'profile' | 'person' | 'app' | 'page'>, env: SyncedApp['env']) {
    this.profile = parts.profile;
    this.person = parts.person;
    this.app = parts.app;
    this.page = parts.page;
    this.#env = env;
  }

  static async open({ url, publishableKey, person, profile: given }: SyncedAppOptions): Promise<SyncedApp> {
    await using opening = new AsyncDisposableStack();
    const profile = given ?? opening.use(new Profile());
    const env = { GALLEY_SERVER: JSON.stringify({ url, publishableKey }) };
    const app = opening.use(await RunningApp.launch(profile, [], env));
    const synced = new SyncedApp({ profile, person, app, page: await app.firstPage() }, env);
    await synced.signIn(person);
    opening.move();
    return synced;
  }

  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  /** What a window asks of the main process; fails with the words that a person would read. */
  async call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply: Reply<unknown> = await this.page.evaluate(
      ([asked, given]) => window.galley.call(asked, given as never),
      [name, input] as const,
    );
    if (!reply.ok) throw new Error(`${name}: ${reply.message}`);
    return reply.value as Output<N>;
  }

  /** By password. The windows then show that person's library. */
  async signIn(person: SeedPerson): Promise<void> {
    const { email } = people[person];
    const arriving = this.app.electron.waitForEvent('window');
    const answered = this.page.evaluate((given) => window.galley.call('account.sign-in', given), {
      email,
      password: SEED_PASSWORD,
    });
    const failed = answered.then(
      (reply) => {
        if (reply.ok && reply.value.kind === 'signed-in') return arriving;
        throw new Error(`${person} was not signed in: ${JSON.stringify(reply)}`);
      },
      // Its window goes before it is answered.
      () => arriving,
    );
    this.page = await Promise.race([arriving, failed]);
    await this.page.locator('#root > *').first().waitFor();
  }

  /** Opens a script in the window. */
  async open(scriptId: string): Promise<ScriptPage> {
    await this.page.evaluate((id) => {
      location.hash = `#/script/${id}`;
    }, scriptId);
    const script = new ScriptPage(this.page);
    await script.row(0).waitFor();
    return script;
  }

  /** Ends the program as a person does. */
  async quit(): Promise<void> {
    await this.app.askToQuit();
    await this.app.ended();
  }

  /** On the same profile. */
  async start(): Promise<void> {
    this.app = await RunningApp.launch(this.profile, [], this.#env);
    this.page = await this.app.firstPage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    this.profile[Symbol.dispose]();
  }
}
