-- Who asks, and as what. Roles come from the member tables alone, never from a token; what a caller says of themselves
-- may only take rights away. Whoever is in the organisation has that role in all its projects.

grant usage on schema private to authenticated;

create function private.caller() returns uuid
language sql stable set search_path = ''
as $$ select auth.uid() $$;

-- The role in header x-galley-view-as, to see the product through another's eyes; null without the header.
create function private.view_as() returns text
language plpgsql stable set search_path = ''
as $$
begin
  return nullif(nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-galley-view-as', '');
end;
$$;

-- What is left of a role when it is looked at as another. A client may decide and a viewer may read the live text:
-- neither contains the other, so that nothing is left between them; nor of a role that nobody knows.
create function private.weaken(role text, seen_as text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when seen_as is null or role is null then role
    when seen_as not in ('admin', 'internal', 'freelancer', 'client', 'viewer') then null
    when role = 'admin' or role = seen_as then seen_as
    when role = 'internal' then case when seen_as = 'admin' then role else seen_as end
    when role = 'freelancer' then case when seen_as in ('admin', 'internal') then role else seen_as end
    when seen_as in ('admin', 'internal', 'freelancer') then role
  end
$$;

-- Everything the caller belongs to ------------------------------------------------------------------------------------

create function private.my_organizations() returns table (organization_id uuid, role text, real_role text)
language sql stable security definer set search_path = ''
as $$
  select mine.organization_id, weakened.role, mine.role::text
  from public.organization_members as mine
  cross join lateral (select private.weaken(mine.role::text, private.view_as()) as role) as weakened
  where mine.person_id = (select auth.uid()) and mine.revoked_at is null
    and weakened.role in ('admin', 'internal')
$$;

create function private.my_projects() returns table (project_id uuid, organization_id uuid, role text, real_role text)
language sql stable security definer set search_path = ''
as $$
  select mine.project_id, mine.organization_id, weakened.role, mine.role
  from (
    select project.id as project_id, project.organization_id, membership.role::text as role
    from public.organization_members as membership
    join public.projects as project on project.organization_id = membership.organization_id
    where membership.person_id = (select auth.uid()) and membership.revoked_at is null
    union all
    select project.id, project.organization_id, membership.role::text
    from public.project_members as membership
    join public.projects as project on project.id = membership.project_id
    where membership.person_id = (select auth.uid()) and membership.revoked_at is null
      and not exists (
        select from public.organization_members as stronger
        where stronger.organization_id = project.organization_id and stronger.person_id = membership.person_id
          and stronger.revoked_at is null
      )
  ) as mine
  cross join lateral (select private.weaken(mine.role, private.view_as()) as role) as weakened
  where weakened.role is not null
$$;

-- One thing -----------------------------------------------------------------------------------------------------------
-- Null for what is absent and for what is somebody else's: the same answer.

create function private.my_organization_role(organization_id uuid) returns text
language sql stable security definer set search_path = ''
as $$
  select private.weaken(mine.role::text, private.view_as())
  from public.organization_members as mine
  where mine.organization_id = my_organization_role.organization_id and mine.person_id = (select auth.uid())
    and mine.revoked_at is null
    and private.weaken(mine.role::text, private.view_as()) in ('admin', 'internal')
$$;

-- These three are asked on every call, of every function. In plpgsql their plans are kept: as SQL functions within each
-- other they took ten times as long.

-- The role that the member tables give, whatever the caller wishes to be seen as.
create function private.my_real_project_role(project_id uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select coalesce(
      (
        select mine.role::text from public.organization_members as mine
        where mine.organization_id = project.organization_id and mine.person_id = (select auth.uid())
          and mine.revoked_at is null
      ),
      (
        select mine.role::text from public.project_members as mine
        where mine.project_id = project.id and mine.person_id = (select auth.uid()) and mine.revoked_at is null
      )
    )
    from public.projects as project
    where project.id = my_real_project_role.project_id
  );
end;
$$;

create function private.my_project_role(project_id uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.weaken(private.my_real_project_role(my_project_role.project_id), private.view_as());
end;
$$;

create function private.my_script_role(script_id uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.my_project_role(
    (select script.project_id from public.scripts as script where script.id = my_script_role.script_id)
  );
end;
$$;

create function private.my_review_role(review_id uuid) returns text
language sql stable security definer set search_path = ''
as $$
  select mine.role
  from public.reviews as review
  cross join lateral (select private.my_script_role(review.script_id) as role) as mine
  join public.scripts as script on script.id = review.script_id
  where review.id = my_review_role.review_id and (
    private.my_real_project_role(script.project_id) <> 'client'
    or exists (
      select from public.review_people as sent
      where sent.review_id = review.id and sent.person_id = (select auth.uid()) and sent.revoked_at is null
    )
  )
$$;

-- The caller's profile, made if they signed up before there were any; with a name, renamed. Null without a caller.
create function private.introduce_caller(person_name text default null) returns uuid
language sql security definer set search_path = ''
as $$
  insert into public.profiles as known (id, name)
  select person.id, coalesce(person_name, nullif(left(split_part(person.email, '@', 1), 200), ''), 'Somebody')
  from auth.users as person
  where person.id = (select auth.uid())
  on conflict (id) do update set
    name = coalesce(person_name, known.name),
    updated_at = case when known.name = coalesce(person_name, known.name) then known.updated_at else now() end
  returning known.id
$$;

grant execute on function private.my_organizations(), private.my_projects() to authenticated;
