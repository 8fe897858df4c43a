import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import type { Doorbell, RemoteLog } from '../../app/sync/ports.ts';
import type { RemotePlaces } from '../../app/sync/places.ts';
import type { Together } from '../cloud/cursors.ts';

/** An account's way to its server. It may be there without anybody being signed in: everything then answers so. */
export interface Connection extends AsyncDisposable {
  readonly remote: RemoteLog;
  readonly doorbell: Doorbell;
  /** Who else is in a script. */
  readonly together: Together;
  /** Projects and scripts there, apart from their words. */
  readonly places: RemotePlaces;
  /** What the project's plan lets through. */
  readonly messagesPerSecond: number;
  readonly isSignedIn: () => boolean;
  /** Somebody signed in or out, or the server ended the session. */
  readonly onSession: (listener: () => void) => Disposable;
  /**
   * The machine woke up or is on another network: renews the session where it needs that, and gives up sockets that may
   * be dead. Never fails; trouble shows in what is asked next.
   */
  readonly renew: () => Promise<void>;
  readonly health: () => ConnectionHealth;
}
