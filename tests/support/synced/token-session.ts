import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Session } from '../../../main/cloud/session.ts';
import { SEED_PASSWORD, people, type SeedPerson } from '../server/people.ts';

const Token = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

export interface Server {
  readonly url: string;
  readonly anonKey: string;
}

/** Signs a seeded person in with the password; @throws where the server does not take it. */
export async function signIn({ url, anonKey }: Server, person: SeedPerson): Promise<z.output<typeof Token>> {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: anonKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: people[person].email, password: SEED_PASSWORD }),
  });
  return Token.parse(await response.json());
}

/** The session of a device in a test: a password's token, renewed when the server refuses it. */
export class TokenSession implements Session {
  readonly #server: Server;
  readonly #person: SeedPerson;
  readonly #listeners = new Set<(change: 'standing' | 'token') => void>();
  #token: Promise<string>;
  #isSignedIn = true;

  private constructor(server: Server, person: SeedPerson, token: Promise<string>) {
    this.#server = server;
    this.#person = person;
    this.#token = token;
  }

  static async open(server: Server, person: SeedPerson): Promise<TokenSession> {
    const { access_token: token } = await signIn(server, person);
    return new TokenSession(server, person, Promise.resolve(token));
  }

  async accessToken(): Promise<string | null> {
    return this.#isSignedIn ? this.#token : null;
  }

  refused(): void {
    void this.renew();
  }

  /** Until the server answers: the machine may have been offline. */
  async renew(): Promise<void> {
    const wait = async (): Promise<string> => {
      for (;;) {
        const found = await signIn(this.#server, this.#person).catch(() => null); // asked again in a moment
        if (found !== null) return found.access_token;
        await sleep(200);
      }
    };
    this.#token = wait();
    await this.#token;
    this.#tell('token');
  }

  /** The person signs out, or in again. */
  set isSignedIn(isSignedIn: boolean) {
    this.#isSignedIn = isSignedIn;
    this.#tell('standing');
  }

  get isSignedIn(): boolean {
    return this.#isSignedIn;
  }

  onChanged(listener: (change: 'standing' | 'token') => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #tell(change: 'standing' | 'token'): void {
    for (const listener of this.#listeners) listener(change);
  }
}
