-- Organisations and projects. Their makers name their ids, and may repeat a call until it is answered.

-- Whoever makes an organisation is its admin: how everybody's first sign-up ends.
create function public.create_organization(organization_id uuid, name text, person_name text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  caller uuid := private.caller();
  organization public.organizations;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if create_organization.organization_id is null or not private.is_name(create_organization.name)
    or not private.is_name(person_name) then
    return private.refuse_name();
  end if;
  caller := private.introduce_caller();
  if caller is null then
    -- A token outlives its person.
    return private.refuse_signed_out();
  end if;
  insert into public.organizations (id, name, created_by)
  values (create_organization.organization_id, btrim(create_organization.name), caller)
  on conflict (id) do nothing
  returning * into organization;
  if organization.id is not null then
    perform private.introduce_caller(btrim(person_name));
    insert into public.organization_members (organization_id, person_id, role)
    values (organization.id, caller, 'admin');
    perform private.audit(organization.id, 'create_organization', 'organization', organization.id);
  else
    select existing.* into organization from public.organizations as existing
    where existing.id = create_organization.organization_id;
    if organization.created_by <> caller or private.my_organization_role(organization.id) is null then
      return private.refuse_taken('create_organization', 'organization', organization.id, organization.id);
    end if;
  end if;
  return jsonb_build_object('id', organization.id, 'name', organization.name, 'version', organization.version);
end;
$$;

create function public.create_project(project_id uuid, organization_id uuid, name text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  caller constant uuid := private.caller();
  project public.projects;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if private.my_organization_role(create_project.organization_id) is null then
    return private.refuse_role(
      'create_project', 'organization', create_project.organization_id,
      (
        select mine.role from private.my_projects() as mine
        where mine.organization_id = create_project.organization_id limit 1
      )
    );
  end if;
  if create_project.project_id is null or not private.is_name(create_project.name) then
    return private.refuse_name();
  end if;
  insert into public.projects (id, organization_id, name, created_by)
  values (create_project.project_id, create_project.organization_id, btrim(create_project.name), caller)
  on conflict (id) do nothing
  returning * into project;
  if project.id is not null then
    perform private.audit(project.organization_id, 'create_project', 'project', project.id);
  else
    select existing.* into project from public.projects as existing where existing.id = create_project.project_id;
    if project.created_by <> caller or project.organization_id <> create_project.organization_id then
      return private.refuse_taken('create_project', 'project', project.id, project.organization_id);
    end if;
  end if;
  return jsonb_build_object(
    'id', project.id, 'organization_id', project.organization_id, 'name', project.name, 'version', project.version
  );
end;
$$;

-- Changes name the version that the caller saw. Who sees their own change there already is told that it is done.

create function public.rename_project(project_id uuid, name text, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal jsonb := private.refuse_unless_staff('rename_project', 'project', rename_project.project_id);
  new_name constant text := btrim(rename_project.name);
  project public.projects;
begin
  if refusal is not null then
    return refusal;
  end if;
  if not private.is_name(rename_project.name) then
    return private.refuse_name();
  end if;
  select held.* into project from public.projects as held where held.id = rename_project.project_id for no key update;
  refusal := private.refuse_unless_staff('rename_project', 'project', rename_project.project_id);
  if refusal is not null then
    return refusal;
  end if;
  if project.name = new_name and project.version in (expected_version, expected_version + 1) then
    return jsonb_build_object('version', project.version);
  end if;
  if project.version is distinct from expected_version then
    return private.refuse_version(private.present_project(project));
  end if;
  update public.projects as target set name = new_name, version = target.version + 1 where target.id = project.id;
  perform private.audit(project.organization_id, 'rename_project', 'project', project.id);
  return jsonb_build_object('version', project.version + 1);
end;
$$;

create function public.archive_project(project_id uuid, archived boolean, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal jsonb := private.refuse_unless_staff('archive_project', 'project', archive_project.project_id);
  project public.projects;
begin
  if refusal is not null then
    return refusal;
  end if;
  if archived is null then
    return private.refuse(400, 'bad-request', 'A project is archived or it is not.');
  end if;
  select held.* into project from public.projects as held where held.id = archive_project.project_id for no key update;
  -- Whoever is writing finishes first; whoever comes later finds the project archived.
  perform from public.scripts as script where script.project_id = project.id order by script.id for no key update;
  refusal := private.refuse_unless_staff('archive_project', 'project', archive_project.project_id);
  if refusal is not null then
    return refusal;
  end if;
  if (project.archived_at is not null) = archived and project.version in (expected_version, expected_version + 1) then
    return jsonb_build_object('version', project.version);
  end if;
  if project.version is distinct from expected_version then
    return private.refuse_version(private.present_project(project));
  end if;
  update public.projects as target set
    archived_at = case when archived then coalesce(target.archived_at, now()) end,
    version = target.version + 1
  where target.id = project.id;
  perform private.audit(
    project.organization_id, 'archive_project', 'project', project.id, jsonb_build_object('archived', archived)
  );
  return jsonb_build_object('version', project.version + 1);
end;
$$;

create function private.present_project(project public.projects) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', project.id, 'name', project.name, 'archived_at', project.archived_at, 'version', project.version
  )
$$;

grant execute on function
  public.create_organization(uuid, text, text),
  public.create_project(uuid, uuid, text),
  public.rename_project(uuid, text, integer),
  public.archive_project(uuid, boolean, integer)
to authenticated;
