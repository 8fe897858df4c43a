-- What somebody may reach, and whether anybody is there to ask.

-- Everything that the caller has a part in, as one picture of one moment. Scripts are those whose live text they may
-- read; a client has none, and reads the reviews that were sent to them.
create function public.my_access() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  caller constant uuid := private.caller();
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  return jsonb_build_object(
    'person', jsonb_build_object(
      'id', caller, 'name', (select profile.name from public.profiles as profile where profile.id = caller)
    ),
    'organizations', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', organization.id, 'name', organization.name, 'role', mine.role, 'version', organization.version
          ) order by organization.id
        ),
        '[]'
      )
      from private.my_organizations() as mine
      join public.organizations as organization on organization.id = mine.organization_id
    ),
    'projects', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', project.id, 'organization_id', project.organization_id, 'name', project.name, 'role', mine.role,
            'version', project.version, 'archived_at', project.archived_at
          ) order by project.id
        ),
        '[]'
      )
      from private.my_projects() as mine
      join public.projects as project on project.id = mine.project_id
    ),
    'scripts', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', script.id, 'project_id', script.project_id, 'title', script.title, 'status', script.status,
            'version', script.version, 'head', script.head, 'epoch', script.epoch, 'due_at', script.due_at
          ) order by script.id
        ),
        '[]'
      )
      from private.my_projects() as mine
      join public.scripts as script on script.project_id = mine.project_id
      where mine.role in ('admin', 'internal', 'freelancer', 'viewer')
    ),
    'reviews', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', review.id, 'title', review.title, 'script_id', review.script_id, 'version_id', review.version_id,
            'state', review.state, 'due_at', review.due_at, 'epoch', review.epoch
          ) order by review.id
        ),
        '[]'
      )
      from public.reviews as review
      where review.id in (
        select private.my_reviews(array['admin', 'internal', 'freelancer', 'client', 'viewer'])
      )
    )
  );
end;
$$;

-- For measuring how far a device's own clock is off.
create function public.server_clock() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('now', clock_timestamp()) $$;

-- `schema` grows when a migration lets go of something that an older app uses: such an app then asks to be updated.
create function public.health() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('ok', true, 'schema', 1) $$;

grant execute on function public.my_access() to authenticated;
grant execute on function public.server_clock(), public.health() to anon, authenticated, service_role;
