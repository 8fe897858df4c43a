import * as z from 'zod';
import { roles } from '../../../app/access/roles.ts';
import { Bytes } from '../../../app/bytes.ts';
import { OrganizationId, PersonId, ProjectId } from '../../../app/ids.ts';
import type { Access } from '../../../app/sync/ports.ts';
import type { Person } from '../../../app/sync/facts.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal, type Sealed } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

export type OrganizationRow = Access['organizations'][number];
export type ProjectRow = Access['projects'][number];

const Self = z.object({ one: z.int(), person_id: PersonId, stored_at: z.number(), seal: Bytes });
const Organization = z.object({ organization_id: OrganizationId, name: z.string(), role: z.enum(roles), seal: Bytes });
const Project = z.object({
  project_id: ProjectId,
  organization_id: OrganizationId,
  name: z.string(),
  role: z.enum(roles),
  version: z.int(),
  archived_at: z.number().nullable(),
  seal: Bytes,
});
const PersonRow = z.object({ person_id: PersonId, name: z.string().nullable(), seal: Bytes });

/** What a person may reach, as the server last said it, and the names of everybody who was met. */
export class AccessTables {
  readonly #self;
  readonly #writeSelf;
  readonly #organizations;
  readonly #writeOrganization;
  readonly #removeOrganization;
  readonly #projects;
  readonly #writeProject;
  readonly #removeProject;
  readonly #person;
  readonly #writePerson;
  readonly #people;

  constructor(db: Sqlite) {
    this.#self = db.prepare('SELECT one, person_id, stored_at, seal FROM access');
    this.#writeSelf = db.prepare('INSERT OR REPLACE INTO access (one, person_id, stored_at, seal) VALUES (1, ?, ?, ?)');
    this.#organizations = db.prepare('SELECT organization_id, name, role, seal FROM organization ORDER BY name');
    this.#writeOrganization = db.prepare(
      'INSERT OR REPLACE INTO organization (organization_id, name, role, seal) VALUES (?, ?, ?, ?)',
    );
    this.#removeOrganization = db.prepare('DELETE FROM organization WHERE organization_id = ?');
    this.#projects = db.prepare(
      'SELECT project_id, organization_id, name, role, version, archived_at, seal FROM project ORDER BY name',
    );
    this.#writeProject = db.prepare(
      `INSERT OR REPLACE INTO project (project_id, organization_id, name, role, version, archived_at, seal)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#removeProject = db.prepare('DELETE FROM project WHERE project_id = ?');
    this.#person = db.prepare('SELECT person_id, name, seal FROM person WHERE person_id = ?');
    this.#writePerson = db.prepare('INSERT OR REPLACE INTO person (person_id, name, seal) VALUES (?, ?, ?)');
    this.#people = db.prepare('SELECT person_id, name, seal FROM person');
  }

  /** Who this is, and when the server last said something; undefined before it did. */
  self(): { readonly personId: PersonId; readonly storedAt: number } | undefined {
    const row = this.#self.get();
    if (row === undefined) return undefined;
    const found = parseRow(Self, row);
    assertSeal([found.person_id, found.stored_at], found.seal);
    return { personId: found.person_id, storedAt: found.stored_at };
  }

  writeSelf({ personId, storedAt }: { readonly personId: PersonId; readonly storedAt: number }): void {
    this.#writeSelf.run(personId, storedAt, seal([personId, storedAt]));
  }

  organizations(): readonly OrganizationRow[] {
    return parseRow(z.array(Organization), this.#organizations.all()).map((row) => {
      assertSeal([row.organization_id, row.name, row.role], row.seal);
      return { id: row.organization_id, name: row.name, role: row.role };
    });
  }

  /** Those there are from now on. Rows that stay as they are are not written. */
  replaceOrganizations(now: readonly OrganizationRow[]): void {
    const before = new Map(this.organizations().map((row) => [row.id, row]));
    for (const row of now) {
      const { id, name, role } = row;
      if (!isSame(before.get(id), row)) this.#writeOrganization.run(id, name, role, seal([id, name, role]));
      before.delete(id);
    }
    for (const id of before.keys()) this.#removeOrganization.run(id);
  }

  projects(): readonly ProjectRow[] {
    return parseRow(z.array(Project), this.#projects.all()).map((row) => {
      const project = {
        id: row.project_id,
        organizationId: row.organization_id,
        name: row.name,
        role: row.role,
        version: row.version,
        archivedAt: row.archived_at,
      };
      assertSeal(valuesOf(project), row.seal);
      return project;
    });
  }

  /** Likewise. */
  replaceProjects(now: readonly ProjectRow[]): void {
    const before = new Map(this.projects().map((row) => [row.id, row]));
    for (const project of now) {
      if (!isSame(before.get(project.id), project)) {
        this.#writeProject.run(...valuesOf(project), seal(valuesOf(project)));
      }
      before.delete(project.id);
    }
    for (const id of before.keys()) this.#removeProject.run(id);
  }

  person(personId: PersonId): Person | undefined {
    const row = this.#person.get(personId);
    return row === undefined ? undefined : personOf(row);
  }

  people(): readonly Person[] {
    return this.#people.all().map(personOf);
  }

  /** Nobody loses a name that was known. */
  meet({ personId, name }: Person): void {
    const known = this.person(personId);
    if (known !== undefined && (name === null || known.name === name)) return;
    this.#writePerson.run(personId, name, seal([personId, name]));
  }
}

function personOf(row: unknown): Person {
  const { person_id: personId, name, seal: written } = parseRow(PersonRow, row);
  assertSeal([personId, name], written);
  return { personId, name };
}

function valuesOf({ id, organizationId, name, role, version, archivedAt }: ProjectRow) {
  return [id, organizationId, name, role, version, archivedAt] as const;
}

function assertSeal(values: readonly Sealed[], written: Uint8Array): void {
  if (!seal(values).equals(written)) throw failureOf('damaged');
}

function isSame(one: object | undefined, other: object): boolean {
  return one !== undefined && Object.entries(other).every(([key, value]) => Reflect.get(one, key) === value);
}
