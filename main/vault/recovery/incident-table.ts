import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { ScriptId } from '../../../app/ids.ts';
import { Incident, IncidentId, RecoveryReport } from '../../../app/ipc/recovery.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** An incident as it is stored; `kind` is the report's reason. */
export interface StoredIncident {
  readonly incidentId: IncidentId;
  readonly checkup: number | null;
  readonly scriptId: ScriptId | null;
  readonly foundAt: number;
  readonly state: Incident['state'];
  /** Name of a folder in `set-aside`. */
  readonly setAside: string | null;
  readonly report: RecoveryReport;
}

const Row = z.object({
  incident_id: IncidentId,
  checkup: z.int().nullable(),
  script_id: ScriptId.nullable(),
  found_at: z.number(),
  kind: z.string(),
  state: Incident.shape.state,
  set_aside: z.string().nullable(),
  report: z.string(),
  seal: Bytes,
});
type Row = z.output<typeof Row>;

/** What was found wrong with this vault, and what became of it. */
export class IncidentTable {
  readonly #write;
  readonly #find;
  readonly #list;

  constructor(db: Sqlite) {
    const columns = 'incident_id, checkup, script_id, found_at, kind, state, set_aside, report, seal';
    this.#write = db.prepare(`INSERT OR REPLACE INTO incident (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#find = db.prepare(`SELECT ${columns} FROM incident WHERE incident_id = ?`);
    this.#list = db.prepare(`SELECT ${columns} FROM incident ORDER BY found_at DESC, incident_id`);
  }

  write(incident: StoredIncident): void {
    const { incidentId, checkup, scriptId, foundAt, state, setAside, report } = incident;
    const values = [
      incidentId,
      checkup,
      scriptId,
      foundAt,
      report.reason,
      state,
      setAside,
      JSON.stringify(report),
    ] as const;
    this.#write.run(...values, seal(values));
  }

  /** @throws Failure `not-found`, `damaged` */
  find(incidentId: IncidentId): StoredIncident {
    const row = this.#find.get(incidentId);
    if (row === undefined) throw failureOf('not-found');
    return read(parseRow(Row, row));
  }

  /** Newest first. One whose report a newer build has written in a way of its own is left out. */
  list(): readonly StoredIncident[] {
    return this.#list.all().flatMap((row) => {
      const parsed = parseRow(Row, row);
      return RecoveryReport.safeParse(JSON.parse(parsed.report)).success ? [read(parsed)] : [];
    });
  }
}

function read(row: Row): StoredIncident {
  const values = [
    row.incident_id,
    row.checkup,
    row.script_id,
    row.found_at,
    row.kind,
    row.state,
    row.set_aside,
    row.report,
  ];
  if (!seal(values).equals(row.seal)) throw failureOf('damaged');
  return {
    incidentId: row.incident_id,
    checkup: row.checkup,
    scriptId: row.script_id,
    foundAt: row.found_at,
    state: row.state,
    setAside: row.set_aside,
    report: RecoveryReport.parse(JSON.parse(row.report)),
  };
}
