import { people, type SeedPerson } from '../support/server/people.ts';
import { Line } from '../support/server/line.ts';
import type { ScriptPage } from '../e2e/script-page.ts';
import { SyncedApp } from '../e2e/sync/synced-app.ts';
import type { DemoStack } from './demo-stack.ts';

/** Somebody of the demo at their own desk: an app on a profile of its own, signed in, and their line to the server. */
export class Desk implements AsyncDisposable {
  readonly person: SeedPerson;
  readonly app: SyncedApp;
  readonly line: Line;
  readonly script: ScriptPage;

  private constructor(person: SeedPerson, { app, line, script }: Pick<Desk, 'app' | 'line' | 'script'>) {
    this.person = person;
    this.app = app;
    this.line = line;
    this.script = script;
  }

  static async open(person: SeedPerson, scriptId: string, { url, publishableKey }: DemoStack): Promise<Desk> {
    await using opening = new AsyncDisposableStack();
    const line = opening.use(await Line.open(url));
    const app = opening.use(await SyncedApp.open({ url: line.url, publishableKey, person }));
    const script = await app.open(scriptId);
    opening.move();
    return new Desk(person, { app, line, script });
  }

  /** As a person would be called. */
  get name(): string {
    const [first = ''] = people[this.person].email.split('.');
    return `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  }

  /** Resolves when the window shows these words somewhere. */
  async shows(words: string): Promise<void> {
    await this.script.page.getByText(words, { exact: false }).first().waitFor();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    await this.line[Symbol.asyncDispose]();
  }
}
