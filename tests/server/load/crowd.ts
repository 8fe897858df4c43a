import type pg from 'pg';
import { Random } from '../../support/random.ts';
import { someUpdate, type PushedUpdate } from '../../support/server/some-update.ts';

/** Somebody who pushes to one script, some calls one after another. */
export interface Pusher {
  readonly personId: string;
  readonly scriptId: string;
  readonly calls: readonly (readonly PushedUpdate[])[];
}

export interface CrowdOptions {
  readonly clients: number;
  readonly callsEach: number;
  /** So many write on one script. */
  readonly perScript: number;
  readonly seed: number;
}

/** One project with its scripts and freelancers, put there at once, and what each of these will push. */
export async function gatherCrowd(admin: pg.Pool, options: CrowdOptions): Promise<readonly Pusher[]> {
  const random = new Random(options.seed);
  const [owner, organization, project] = [random.uuid(), random.uuid(), random.uuid()];
  const people = Array.from({ length: options.clients }, () => random.uuid());
  const scripts = Array.from({ length: Math.ceil(options.clients / options.perScript) }, () => random.uuid());
  const everybody = [owner, ...people];
  const statements: readonly (readonly [string, readonly unknown[]])[] = [
    [`insert into auth.users (id, email) select id, id || '@example.org' from unnest($1::uuid[]) as id`, [everybody]],
    [
      `insert into public.profiles (id, name) select id, 'Somebody' from unnest($1::uuid[]) as id on conflict do nothing`,
      [everybody],
    ],
    [`insert into public.organizations (id, name, created_by) values ($1, 'House', $2)`, [organization, owner]],
    [
      `insert into public.organization_members (organization_id, person_id, role) values ($1, $2, 'admin')`,
      [organization, owner],
    ],
    [
      `insert into public.projects (id, organization_id, name, created_by) values ($1, $2, 'Film', $3)`,
      [project, organization, owner],
    ],
    [
      `insert into public.project_members (project_id, person_id, role)
        select $1, person, 'freelancer' from unnest($2::uuid[]) as person`,
      [project, people],
    ],
    [
      `insert into public.scripts (id, project_id, organization_id, title, created_by)
        select script, $2, $3, 'Film', $4 from unnest($1::uuid[]) as script`,
      [scripts, project, organization, owner],
    ],
    ['analyze', []],
  ];
  for (const [text, values] of statements) await admin.query(text, [...values]);
  return people.map((personId, index) => ({
    personId,
    scriptId: scripts[index % scripts.length] ?? project,
    calls: Array.from({ length: options.callsEach }, () => [someUpdate(random)]),
  }));
}
