-- The way back of 20261121090000_access_tells_chains.sql.

create or replace function public.my_access() returns jsonb
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
