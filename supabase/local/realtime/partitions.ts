import { Client } from 'pg';

const EVERY_MS = 3_600_000;

/** Keeps the days of realtime.messages made ahead; a message for a day without a partition would be dropped. */
export class Partitions implements AsyncDisposable {
  readonly #adminUrl: string;
  #timer: NodeJS.Timeout | undefined;
  #making: Promise<void> = Promise.resolve();

  private constructor(adminUrl: string) {
    this.#adminUrl = adminUrl;
  }

  static async open(adminUrl: string): Promise<Partitions> {
    const partitions = new Partitions(adminUrl);
    await partitions.#make();
    partitions.#timer = setInterval(() => {
      // Four days are there already: a database that does not answer now is asked again in an hour.
      partitions.#making = partitions.#make().catch(() => undefined);
    }, EVERY_MS).unref();
    return partitions;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#making;
  }

  async #make(): Promise<void> {
    const client = new Client({ connectionString: this.#adminUrl, application_name: 'realtime_partitions' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select realtime.make_partitions()');
    } finally {
      await client.end();
    }
  }
}
