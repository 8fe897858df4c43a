import type { PersonId } from '../../app/ids.ts';
import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import type { RemotePlaces } from '../../app/sync/places.ts';
import type { Doorbell, RemoteLog } from '../../app/sync/ports.ts';
import type { Surroundings } from '../surroundings.ts';
import { Channels } from './channels.ts';
import { openClient, type ServerAddress } from './client.ts';
import { Cursors, type Together } from './cursors.ts';
import { SupabaseDoorbell } from './doorbell.ts';
import { FunctionCalls } from './function-calls.ts';
import { SupabaseRemoteLog } from './remote-log.ts';
import { SupabasePlaces } from './places.ts';
import type { Patience } from './realtime-line.ts';
import type { Session } from './session.ts';
import type { Way } from './way.ts';

export interface CloudOptions {
  readonly server: ServerAddress;
  /** The account's own calls go the same way, and may begin before this. */
  readonly way: Way;
  readonly session: Session;
  /** Whose session it is. */
  readonly personId: PersonId;
  readonly surroundings: Pick<Surroundings, 'newId' | 'nowMs' | 'wake'>;
  /** What the project's plan carries. */
  readonly messagesPerSecond: number;
  /** Chance: at least 0, below 1. */
  readonly fraction: () => number;
  readonly patience?: Patience;
}

/** Everything that an account has of its server: one client, one socket. Opened with the account's vault, ended with it. */
export class Cloud implements Disposable {
  readonly remote: RemoteLog;
  readonly doorbell: Doorbell;
  readonly together: Together;
  readonly places: RemotePlaces;
  readonly #way: Way;
  readonly #session: Session;
  readonly #channels: Channels;
  readonly #closing: DisposableStack;

  private constructor(
    parts: Pick<Cloud, 'remote' | 'doorbell' | 'together' | 'places'>,
    { way, session }: CloudOptions,
    channels: Channels,
    closing: DisposableStack,
  ) {
    this.remote = parts.remote;
    this.doorbell = parts.doorbell;
    this.together = parts.together;
    this.places = parts.places;
    this.#way = way;
    this.#session = session;
    this.#channels = channels;
    this.#closing = closing;
  }

  static open(options: CloudOptions): Cloud {
    const { server, way, session, personId } = options;
    using opened = new DisposableStack();
    const client = openClient({ server, way, session });
    const calls = new FunctionCalls(client, session);
    const channels = opened.use(Channels.open({ ...options, dialer: way.dialer }));
    const doorbell = opened.use(new SupabaseDoorbell(channels));
    const together = opened.use(
      new Cursors({
        ...options,
        channels,
        presenceKey: options.surroundings.newId(),
        counted: (scriptId, devices) => doorbell.count(scriptId, devices),
      }),
    );
    opened.use(way.onAnswered(() => channels.nudge()));
    const remote = new SupabaseRemoteLog(calls, personId);
    return new Cloud(
      { remote, doorbell, together, places: new SupabasePlaces(calls) },
      options,
      channels,
      opened.move(),
    );
  }

  health(): ConnectionHealth {
    return { ...this.#way.figures(), ...this.#channels.figures() };
  }

  /**
   * After sleep, or when the machine's network is another one: connections that may be dead are replaced, the session is
   * renewed, and topics are joined by a fresh socket with the token that is good now.
   */
  async woke(): Promise<void> {
    await this.#way.forget();
    await this.#session.renew();
    this.#channels.renew();
  }

  [Symbol.dispose](): void {
    this.#closing.dispose();
  }
}
