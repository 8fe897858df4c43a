import type { ScriptId } from '../ids.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './connection.ts';
import { ringHeard } from './exchange.ts';
import type { Lanes } from './lanes.ts';
import type { Doorbell, DoorbellNews } from './ports.ts';
import { areSame, topicsFor, type Topic } from './topics.ts';

export interface HearingPorts {
  readonly doorbell: Doorbell;
  readonly connection: Connection;
  readonly lanes: Lanes;
  readonly changes: Changes;
}

/** Listens to the scripts that windows show, and hands what rings to their lanes. */
export class Hearing implements Disposable {
  readonly #ports: HearingPorts;
  readonly #joined = new Set<ScriptId>();
  #attended: readonly ScriptId[] = [];
  #topics: readonly Topic[] = [];
  #ending: Disposable | undefined;

  constructor(ports: HearingPorts) {
    this.#ports = ports;
  }

  /** What others write in the scripts that windows show is heard at once. */
  get isLive(): boolean {
    return this.#topics.every(({ scriptId }) => this.#joined.has(scriptId));
  }

  get attended(): readonly ScriptId[] {
    return this.#attended;
  }

  begin(): void {
    this.#ending = this.#ports.doorbell.hear((news) => this.#heard(news));
  }

  attend(scripts: readonly ScriptId[]): void {
    this.#attended = scripts;
    this.listen();
  }

  isAttended(scriptId: ScriptId): boolean {
    return this.#attended.includes(scriptId);
  }

  /** Epochs, access or the session may have changed. */
  listen(): void {
    const { connection, lanes } = this.#ports;
    const isSignedIn = connection.state.session === 'signed-in';
    this.#listenTo(isSignedIn ? topicsFor(this.#attended, (scriptId) => lanes.state(scriptId)?.lane) : []);
  }

  /** Joins every topic anew: after sleep a channel may be dead and not know it. */
  afresh(): void {
    this.#listenTo([]);
    this.listen();
  }

  [Symbol.dispose](): void {
    this.#ending?.[Symbol.dispose]();
    this.#attended = [];
    this.#listenTo([]);
  }

  #listenTo(topics: readonly Topic[]): void {
    if (areSame(topics, this.#topics)) return;
    const left = this.#topics.filter(
      (before) =>
        !topics.some(({ scriptId, epoch }) => {
          return scriptId === before.scriptId && epoch === before.epoch;
        }),
    );
    this.#topics = topics;
    for (const { scriptId } of left) this.#left(scriptId);
    this.#ports.doorbell.listen(topics);
    this.#ports.changes.touch(null);
  }

  #left(scriptId: ScriptId): void {
    this.#joined.delete(scriptId);
    this.#ports.lanes.happened(scriptId, { kind: 'left' });
    this.#ports.changes.touch(null);
  }

  #heard(news: DoorbellNews): void {
    const { scriptId } = news;
    const { lanes, changes, connection } = this.#ports;
    switch (news.kind) {
      case 'rang': {
        const heard = ringHeard(news.ring);
        const people = heard.updates?.map(({ pushedBy }) => pushedBy) ?? [];
        lanes.typists(scriptId, people);
        lanes.happened(scriptId, { kind: 'heard', heard });
        return;
      }
      case 'rang-unread':
        lanes.happened(scriptId, { kind: 'look-there' });
        return;
      case 'joined':
        this.#joined.add(scriptId);
        changes.touch(null);
        // A topic that was joined speaks for a way to the server.
        if (connection.number === 0) connection.happened({ kind: 'try-now' });
        lanes.happened(scriptId, { kind: 'joined' });
        return;
      case 'left':
        this.#left(scriptId);
        return;
      case 'epoch-over':
        changes.add('epoch-over', scriptId);
        this.#left(scriptId);
        connection.happened({ kind: 'wants-access' });
        return;
      case 'listeners':
        lanes.listeners(scriptId, news.count);
        return;
      default:
        news satisfies never;
    }
  }
}
