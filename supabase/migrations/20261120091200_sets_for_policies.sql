-- What the caller may read, as sets. A policy says `in (select private.my_…())`, asked once for a statement, not once
-- for a row. They run with their owner's rights, so that a policy on members may read members.

create function private.my_organizations(roles text[]) returns setof uuid
language sql stable security definer set search_path = ''
as $$ select mine.organization_id from private.my_organizations() as mine where mine.role = any (roles) $$;

create function private.my_projects(roles text[]) returns setof uuid
language sql stable security definer set search_path = ''
as $$ select mine.project_id from private.my_projects() as mine where mine.role = any (roles) $$;

create function private.my_scripts(roles text[]) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select script.id from private.my_projects() as mine
  join public.scripts as script on script.project_id = mine.project_id
  where mine.role = any (roles)
$$;

-- The team and the project's viewers see all reviews of their projects, a client those that were sent to them. Somebody
-- of the team who looks as a client sees what clients of the project see.
create function private.my_reviews(roles text[]) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select review.id from private.my_projects() as mine
  join public.scripts as script on script.project_id = mine.project_id
  join public.reviews as review on review.script_id = script.id
  where mine.role = any (roles) and (
    mine.real_role <> 'client'
    or exists (
      select from public.review_people as sent
      where sent.review_id = review.id and sent.person_id = (select auth.uid()) and sent.revoked_at is null
    )
  )
$$;

-- The team sees every version of its scripts, clients and viewers those of the reviews that they see.
create function private.my_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select made.id from public.script_versions as made
  where made.script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer']))
  union
  select review.version_id from public.reviews as review
  where review.id in (select private.my_reviews(array['client', 'viewer']))
$$;

-- Whose address: for the organisation's own people, everybody who is or was in it or in one of its projects.
create function private.my_addresses() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select (select auth.uid())
  union
  select theirs.person_id from public.organization_members as theirs
  where theirs.organization_id in (select private.my_organizations(array['admin', 'internal']))
  union
  select theirs.person_id from public.project_members as theirs
  where theirs.project_id in (select private.my_projects(array['admin', 'internal']))
$$;

-- Whose name: of those with whom one works, also after they have left, because what they wrote stays. For a client
-- these are the people of their own reviews.
create function private.my_people() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select private.my_addresses()
  union
  select theirs.person_id from public.project_members as theirs
  where theirs.project_id in (select private.my_projects(array['freelancer', 'viewer']))
  union
  select theirs.person_id from private.my_projects() as mine
  join public.organization_members as theirs on theirs.organization_id = mine.organization_id
  where mine.role in ('freelancer', 'viewer')
  union
  select named.person_id from private.my_reviews(array['client']) as mine (review_id)
  cross join lateral (
    select review.created_by from public.reviews as review where review.id = mine.review_id
    union all
    select sent.person_id from public.review_people as sent where sent.review_id = mine.review_id
    union all
    select decided.person_id from public.decisions as decided where decided.review_id = mine.review_id
    union all
    select unnest(array[said.author, said.resolved_by]) from public.comments as said
    where said.review_id = mine.review_id and said.audience = 'client'
  ) as named (person_id)
  where named.person_id is not null
$$;

grant execute on function
  private.my_organizations(text[]), private.my_projects(text[]), private.my_scripts(text[]), private.my_reviews(text[]),
  private.my_versions(), private.my_addresses(), private.my_people()
to authenticated;
