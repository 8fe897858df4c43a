import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PoolUse } from '../database.ts';
import type { HoldReason, TaskName } from '../log-events.ts';

export interface MetricSources {
  readonly pool: () => PoolUse;
  readonly breakerOpen: () => boolean;
  readonly isHolder: () => boolean;
}

/** What the service counts, for Prometheus. No label names a person, a script or an organisation. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #updates = this.#counter('updates_read_total', 'Updates of scripts that were read');
  readonly #setAside = this.#counter('updates_set_aside_total', 'Updates that nobody can read');
  readonly #snapshots = this.#counter('snapshots_total', 'Snapshots that were written');
  readonly #rows = this.#counter('rows_written_total', 'Rows of scripts that were written or removed');
  readonly #sealed = this.#counter('audit_entries_sealed_total', 'Entries of audit logs that were sealed');
  readonly #certified = this.#counter('device_keys_certified_total', 'Device keys that were certified');
  readonly #mails = this.#counter('mails_total', 'Mails, by how they went', ['outcome']);
  readonly #held = this.#counter('scripts_held_total', 'Times that a script could not be read to its end', ['reason']);
  readonly #failures = this.#counter('task_failures_total', 'Tasks that failed and were tried again', ['task']);
  readonly #answers = this.#counter('http_answers_total', 'Answers over HTTP, by status', ['status']);
  readonly #turn = new Histogram({
    name: 'galley_service_script_turn_seconds',
    help: 'From claiming a script to having written what was read of it',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [this.#registry],
  });

  constructor({ pool, breakerOpen, isHolder }: MetricSources) {
    this.#gauge('pool_connections', 'Connections to Postgres, by what they do', ['state'], (gauge) => {
      for (const [state, count] of Object.entries(pool())) gauge.set({ state }, count);
    });
    this.#gauge('breaker_open', '1 while nobody asks the auth server', [], (gauge) => gauge.set(Number(breakerOpen())));
    this.#gauge('holds_lock', '1 in the one service that seals and mails', [], (gauge) =>
      gauge.set(Number(isHolder())),
    );
  }

  scriptRead(turn: { readonly updates: number; readonly rows: number; readonly seconds: number }): void {
    this.#updates.inc(turn.updates);
    this.#rows.inc(turn.rows);
    this.#turn.observe(turn.seconds);
  }

  setAside(updates: number): void {
    this.#setAside.inc(updates);
  }

  snapshotWritten(): void {
    this.#snapshots.inc();
  }

  scriptHeld(reason: HoldReason): void {
    this.#held.inc({ reason });
  }

  auditSealed(entries: number): void {
    this.#sealed.inc(entries);
  }

  keysCertified(keys: number): void {
    this.#certified.inc(keys);
  }

  mailed(outcome: 'sent' | 'refused'): void {
    this.#mails.inc({ outcome });
  }

  taskFailed(task: TaskName): void {
    this.#failures.inc({ task });
  }

  answered(status: number): void {
    this.#answers.inc({ status: String(status) });
  }

  /** Everything in Prometheus' text form. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #counter<L extends string = never>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({
      name: `galley_service_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
    });
  }

  #gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: (gauge: Gauge<L>) => void,
  ): void {
    new Gauge({
      name: `galley_service_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
      collect() {
        read(this);
      },
    });
  }
}
