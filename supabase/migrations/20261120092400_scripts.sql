-- Scripts: what is said of them, apart from their words.

create function private.present_script(script public.scripts) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', script.id, 'project_id', script.project_id, 'title', script.title, 'status', script.status,
    'due_at', script.due_at, 'version', script.version
  )
$$;

create function public.create_script(script_id uuid, project_id uuid, title text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  caller constant uuid := private.caller();
  refusal jsonb := private.refuse_unless_staff('create_script', 'project', create_script.project_id);
  project public.projects;
  script public.scripts;
begin
  if refusal is not null then
    return refusal;
  end if;
  if create_script.script_id is null or not private.is_name(create_script.title) then
    return private.refuse_name();
  end if;
  select existing.* into script from public.scripts as existing where existing.id = create_script.script_id;
  if script.id is null then
    -- Shared with others who make scripts; whoever archives the project waits for us, or we see it archived.
    select held.* into project from public.projects as held where held.id = create_script.project_id for share;
    refusal := private.refuse_unless_staff('create_script', 'project', create_script.project_id);
    if refusal is not null then
      return refusal;
    end if;
    if project.archived_at is not null then
      return private.refuse_status('archived');
    end if;
    insert into public.scripts (id, project_id, organization_id, title, created_by)
    values (create_script.script_id, project.id, project.organization_id, btrim(create_script.title), caller)
    on conflict (id) do nothing
    returning * into script;
    if script.id is not null then
      perform private.audit(script.organization_id, 'create_script', 'script', script.id);
    else
      select existing.* into script from public.scripts as existing where existing.id = create_script.script_id;
    end if;
  end if;
  if script.created_by <> caller or script.project_id <> create_script.project_id then
    return private.refuse_taken('create_script', 'script', script.id, script.organization_id);
  end if;
  return jsonb_build_object(
    'id', script.id, 'project_id', script.project_id, 'title', script.title, 'status', script.status,
    'version', script.version, 'head', script.head, 'epoch', script.epoch
  );
end;
$$;

create function public.set_status(script_id uuid, status public.script_status, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal jsonb := private.refuse_unless_staff('set_status', 'script', set_status.script_id);
  script public.scripts;
begin
  if refusal is not null then
    return refusal;
  end if;
  if set_status.status is null then
    return private.refuse(400, 'bad-request', 'A script has a status.');
  end if;
  select held.* into script from public.scripts as held where held.id = set_status.script_id for no key update;
  refusal := private.refuse_unless_staff('set_status', 'script', set_status.script_id);
  if refusal is not null then
    return refusal;
  end if;
  if script.status = set_status.status and script.version in (expected_version, expected_version + 1) then
    return jsonb_build_object('version', script.version);
  end if;
  if script.version is distinct from expected_version then
    return private.refuse_version(private.present_script(script));
  end if;
  update public.scripts as target set status = set_status.status, version = target.version + 1
  where target.id = script.id;
  perform private.audit(
    script.organization_id, 'set_status', 'script', script.id,
    jsonb_build_object('from', script.status, 'to', set_status.status)
  );
  return jsonb_build_object('version', script.version + 1);
end;
$$;

create function public.rename_script(script_id uuid, title text, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal jsonb := private.refuse_unless_staff('rename_script', 'script', rename_script.script_id);
  new_title constant text := btrim(rename_script.title);
  script public.scripts;
begin
  if refusal is not null then
    return refusal;
  end if;
  if not private.is_name(rename_script.title) then
    return private.refuse_name();
  end if;
  select held.* into script from public.scripts as held where held.id = rename_script.script_id for no key update;
  refusal := private.refuse_unless_staff('rename_script', 'script', rename_script.script_id);
  if refusal is not null then
    return refusal;
  end if;
  if script.title = new_title and script.version in (expected_version, expected_version + 1) then
    return jsonb_build_object('version', script.version);
  end if;
  if script.version is distinct from expected_version then
    return private.refuse_version(private.present_script(script));
  end if;
  update public.scripts as target set title = new_title, version = target.version + 1 where target.id = script.id;
  perform private.audit(script.organization_id, 'rename_script', 'script', script.id);
  return jsonb_build_object('version', script.version + 1);
end;
$$;

-- Within the organisation. Whoever had a part in the old project only loses the script at once, on every channel: a
-- trigger makes its new epochs.
create function public.move_script(script_id uuid, project_id uuid, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal jsonb := private.refuse_unless_staff('move_script', 'script', move_script.script_id);
  target_role constant text := private.my_project_role(move_script.project_id);
  script public.scripts;
  project public.projects;
begin
  if refusal is not null then
    return refusal;
  end if;
  if target_role is null or target_role not in ('admin', 'internal') then
    return private.refuse_role('move_script', 'project', move_script.project_id, target_role);
  end if;
  -- FOR UPDATE from the start, as new epochs take it: two strengths one after the other could wait for each other.
  select held.* into script from public.scripts as held where held.id = move_script.script_id for update;
  refusal := private.refuse_unless_staff('move_script', 'script', move_script.script_id);
  if refusal is not null then
    return refusal;
  end if;
  select held.* into project from public.projects as held where held.id = move_script.project_id for share;
  if script.organization_id <> project.organization_id then
    return private.refuse(400, 'bad-request', 'A script stays in its organisation.');
  end if;
  if script.project_id = project.id and script.version in (expected_version, expected_version + 1) then
    return jsonb_build_object('version', script.version);
  end if;
  if script.version is distinct from expected_version then
    return private.refuse_version(private.present_script(script));
  end if;
  if project.archived_at is not null then
    return private.refuse_status('archived');
  end if;
  update public.scripts as target set project_id = project.id, version = target.version + 1
  where target.id = script.id;
  perform private.audit(
    script.organization_id, 'move_script', 'script', script.id,
    jsonb_build_object('from', script.project_id, 'to', project.id)
  );
  return jsonb_build_object('version', script.version + 1);
end;
$$;

grant execute on function
  public.create_script(uuid, uuid, text),
  public.set_status(uuid, public.script_status, integer),
  public.rename_script(uuid, text, integer),
  public.move_script(uuid, uuid, integer)
to authenticated;
