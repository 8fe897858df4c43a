import { ScriptId } from '../../../app/ids.ts';
import type { Standing } from '../../../app/ipc/sync.ts';
import { Line } from '../../support/server/line.ts';
import { people, type SeedPerson } from '../../support/server/people.ts';
import type { ScriptPage } from '../script-page.ts';
import { SyncedApp } from './synced-app.ts';

/** Where people find their server. */
export interface Server {
  readonly url: string;
  readonly publishableKey: string;
}

/** Somebody at their own desk: an app on a profile of its own, signed in, with a script open, and a line to the server. */
export class Desk implements AsyncDisposable {
  readonly person: SeedPerson;
  readonly scriptId: ScriptId;
  readonly app: SyncedApp;
  readonly line: Line;
  script: ScriptPage;

  private constructor(parts: Pick<Desk, 'person' | 'scriptId' | 'app' | 'line' | 'script'>) {
    this.person = parts.person;
    this.scriptId = parts.scriptId;
    this.app = parts.app;
    this.line = parts.line;
    this.script = parts.script;
  }

  static async open(person: SeedPerson, script: string, { url, publishableKey }: Server): Promise<Desk> {
    await using opening = new AsyncDisposableStack();
    const scriptId = ScriptId.parse(script);
    const line = opening.use(await Line.open(url));
    const app = opening.use(await SyncedApp.open({ url: line.url, publishableKey, person }));
    const desk = new Desk({ person, scriptId, app, line, script: await app.open(scriptId) });
    opening.move();
    return desk;
  }

  /** As a person would be called. */
  get name(): string {
    const [first = ''] = people[this.person].email.split('.');
    return `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  }

  /** Puts words at the end of a row's audio, and waits until they are on this device's disk. */
  async write(row: number, words: string): Promise<void> {
    await this.script.type(row, 'audio', ` ${words}`);
    await this.script.saved();
  }

  /** Resolves when the window shows these words somewhere. */
  async shows(words: string): Promise<void> {
    await this.script.page.getByText(words).first().waitFor();
  }

  /** The words of every cell, also of rows that are scrolled out of sight, which are not laid out. */
  async shown(): Promise<string> {
    const cells = await this.script.page.locator('.row[data-row] .words').allTextContents();
    return JSON.stringify(cells);
  }

  /** What the main process says of where the script's edits are. */
  async standing(): Promise<Standing | null> {
    const { scripts } = await this.app.call('sync.overview', {});
    return scripts.find(({ scriptId }) => scriptId === this.scriptId)?.standing ?? null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    await this.line[Symbol.asyncDispose]();
  }
}

/** Whether all these windows show the same, every one of the words among it, and the server has everything. */
export async function areOne(desks: readonly Desk[], words: readonly string[]): Promise<boolean> {
  return (await whatDiffers(desks, words)) === null;
}

/** Null when nothing does: all windows show the same, every one of the words among it, and the server has everything. */
export async function whatDiffers(desks: readonly Desk[], words: readonly string[]): Promise<string | null> {
  const shown = await Promise.all(desks.map((desk) => desk.shown()));
  const missing = words.filter((said) => !shown.every((table) => table.includes(said)));
  const standings = await Promise.all(desks.map((desk) => desk.standing()));
  if (missing.length === 0 && shown.every((table) => table === shown[0])) {
    if (standings.every((standing) => standing?.kind === 'on-server')) return null;
  }
  const states = await Promise.all(
    desks.map(async ({ name, app }, index) => {
      const { link, scripts, events } = await app.call('sync.overview', {});
      const script = scripts.find(({ scriptId }) => scriptId === desks[index]?.scriptId);
      const connection = await app.call('sync.connection', {});
      return JSON.stringify({ name, script, link, connection, events: events.slice(0, 8) });
    }),
  );
  return [`Missing somewhere: ${missing.join(' | ')}`, ...shown, ...states].join('\n');
}
