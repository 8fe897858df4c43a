import { localKeys } from '../../../supabase/local/keys.ts';
import { Gateway } from '../../../supabase/local/gateway/gateway.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import type { SeedPerson } from '../../support/server/people.ts';
import { Desk } from './desk.ts';

/** A server that can be killed and started again on its port, and the desks of people who work with it. */
export class Town implements AsyncDisposable {
  readonly url: string;
  readonly publishableKey = localKeys().publishableKey;
  readonly database: TestDatabase;
  readonly desks: readonly Desk[] = [];
  #gateway: Gateway;

  private constructor(database: TestDatabase, gateway: Gateway) {
    this.database = database;
    this.#gateway = gateway;
    this.url = gateway.url;
  }

  static async open(script: string, people: readonly SeedPerson[]): Promise<Town> {
    await using opening = new AsyncDisposableStack();
    const database = opening.use(await openDatabase());
    const gateway = opening.use(await Gateway.open({ databaseUrl: database.url('supabase_admin') }));
    const town = new Town(database, gateway);
    const desks: Desk[] = [];
    for (const person of people) desks.push(opening.use(await Desk.open(person, script, town)));
    opening.move();
    return Object.assign(town, { desks });
  }

  /** What happens to calls and rings; gone with the gateway. */
  get faults(): Gateway['faults'] {
    return this.#gateway.faults;
  }

  desk(person: SeedPerson): Desk {
    const found = this.desks.find((desk) => desk.person === person);
    if (found === undefined) throw new Error(`${person} has no desk here.`);
    return found;
  }

  /** As by a crash: nobody is told, and nobody answers. */
  async killServer(): Promise<void> {
    await this.#gateway[Symbol.asyncDispose]();
  }

  async startServer(): Promise<void> {
    const port = Number(new URL(this.url).port);
    this.#gateway = await Gateway.open({ databaseUrl: this.database.url('supabase_admin'), port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const desk of this.desks) await desk[Symbol.asyncDispose]();
    await this.#gateway[Symbol.asyncDispose]();
    await this.database[Symbol.asyncDispose]();
  }
}
