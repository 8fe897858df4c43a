import { ifThere } from './chromium/connection.ts';
import type { Session } from './chromium/connection.ts';
import { originOf } from './custom-urls.ts';
import type { CustomUrls } from './custom-urls.ts';
import { chromiumNames, DENIED_AT_START } from './permissions.ts';
import type { Permissions } from './permissions.ts';
import type { Question } from './wire.ts';

interface Contents {
  getURL(): string;
}

/** Makes Chromium keep to what the app's handlers decided. */
export class Permits {
  readonly #chromium: Session;
  readonly #permissions: Permissions;
  readonly #urls: CustomUrls;
  readonly #granted = new Set<string>();

  constructor(chromium: Session, permissions: Permissions, urls: CustomUrls) {
    this.#chromium = chromium;
    this.#permissions = permissions;
    this.#urls = urls;
  }

  /** Nothing is granted to anybody until somebody asks. */
  async denyAll(): Promise<void> {
    await Promise.all(DENIED_AT_START.map((name) => this.#set(name, 'denied', undefined)));
  }

  /** A question whose handler throws is answered with no. */
  async permit(contents: object & Contents, question: Question): Promise<boolean> {
    const url = contents.getURL();
    const origin = originOf(url);
    const granted = await this.#decide(contents, { url, origin }, question);
    const inner = originOf(this.#urls.toInner(url));
    const names = chromiumNames(question.permission, question.details);
    await Promise.all(names.map((name) => this.#set(name, granted ? 'granted' : 'denied', inner)));
    return granted;
  }

  /** Lets an origin use the clipboard while `work` runs. */
  async lendClipboard<T>(url: string, work: () => Promise<T>): Promise<T> {
    const origin = originOf(this.#urls.toInner(url));
    const names = ['clipboard-read', 'clipboard-write'];
    const before = names.map((name) => this.#granted.has(`${origin} ${name}`));
    await Promise.all(names.map((name) => this.#set(name, 'granted', origin)));
    try {
      return await work();
    } finally {
      await Promise.all(names.map((name, at) => this.#set(name, before[at] === true ? 'granted' : 'denied', origin)));
    }
  }

  async #decide(contents: object, asker: { url: string; origin: string }, question: Question): Promise<boolean> {
    try {
      return await this.#permissions.decide(contents, asker, question);
    } catch (error) {
      console.error(`[stand-in] the permission handler for '${question.permission}' failed:`, error);
      return false;
    }
  }

  async #set(name: string, setting: 'granted' | 'denied', origin: string | undefined): Promise<void> {
    const key = `${origin} ${name}`;
    if (setting === 'granted') this.#granted.add(key);
    else this.#granted.delete(key);
    const where = origin === undefined ? {} : { origin };
    // A permission that this Chromium does not have cannot be used by a page either.
    await ifThere(this.#chromium.send('Browser.setPermission', { permission: { name }, setting, ...where }));
  }
}
