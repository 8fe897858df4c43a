import pg from 'pg';
import type { DemoAccount } from './greeting.ts';

/** Who of the seed is still there, and what they are; nobody when the database has no seed. */
export async function readDemoAccounts(databaseUrl: string): Promise<readonly DemoAccount[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<DemoAccount>(DEMO);
    return rows;
  } finally {
    await client.end();
  }
}

const DEMO = `
  select users.email, coalesce(users.raw_user_meta_data ->> 'name', users.email) as name, coalesce(
    (select format('%s of %s', member.role, organization.name)
       from public.organization_members as member
       join public.organizations as organization on organization.id = member.organization_id
      where member.person_id = users.id and member.revoked_at is null
      order by organization.name limit 1),
    (select format('%s in %s', member.role, project.name)
       from public.project_members as member join public.projects as project on project.id = member.project_id
      where member.person_id = users.id and member.revoked_at is null
      order by project.name limit 1),
    'in no organisation') as may
  from auth.users as users
  where users.email like '%@example.org' and exists (select from supabase_migrations.seed_files)
  order by users.email
  limit 10`;
