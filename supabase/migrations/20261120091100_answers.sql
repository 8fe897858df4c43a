-- How functions answer, and what they write down. A refusal is returned and not raised: a raise would take its row in
-- security_events back with it.

-- The body of an error as PostgREST has it, with the status of the response beside it.
create function private.refuse(
  status integer,
  code text,
  message text,
  details text default null,
  hint text default null
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform set_config('response.status', status::text, true);
  return jsonb_build_object('code', code, 'message', message, 'details', details, 'hint', hint);
end;
$$;

create function private.record_attempt(
  kind text,
  thing text,
  thing_id uuid,
  organization_id uuid,
  details jsonb default '{}'
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- A function that only reads runs in a transaction that can only read: its refusals cannot be written down.
  if not current_setting('transaction_read_only')::boolean then
    insert into public.security_events (organization_id, actor, kind, thing, thing_id, details)
    values (
      record_attempt.organization_id, (select auth.uid()), record_attempt.kind, record_attempt.thing,
      record_attempt.thing_id, record_attempt.details
    );
  end if;
end;
$$;

-- For an attempt on rights. `organization_id` is the thing's, whose admins will see it; null when nothing is there.
create function private.refuse_recorded(
  status integer,
  code text,
  message text,
  kind text,
  thing text,
  thing_id uuid,
  organization_id uuid
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform private.record_attempt(kind, thing, thing_id, organization_id, jsonb_build_object('code', code));
  return private.refuse(status, code, message);
end;
$$;

-- The one answer for what is not there and for what is somebody else's. The second is an attempt on rights, and is
-- written down where its admins see it.
create function private.refuse_absent(kind text, thing text, thing_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  owner_id constant uuid := private.organization_of(thing, thing_id);
begin
  if owner_id is not null then
    perform private.record_attempt(kind, thing, thing_id, owner_id, '{"code": "not-found"}');
  end if;
  return private.refuse(404, 'not-found', format('There is no such %s.', replace(thing, '_', ' ')));
end;
$$;

-- Whose a thing is; null when there is no such thing.
create function private.organization_of(thing text, thing_id uuid) returns uuid
language sql stable security definer set search_path = ''
as $$
  select case thing
    when 'organization' then (select found.id from public.organizations as found where found.id = thing_id)
    when 'project' then (select found.organization_id from public.projects as found where found.id = thing_id)
    when 'script' then (select found.organization_id from public.scripts as found where found.id = thing_id)
    when 'invitation' then (select found.organization_id from public.invitations as found where found.id = thing_id)
    when 'device_key' then (select found.organization_id from public.device_keys as found where found.id = thing_id)
    when 'version' then (
      select script.organization_id from public.script_versions as found
      join public.scripts as script on script.id = found.script_id where found.id = thing_id
    )
    when 'review' then (
      select script.organization_id from public.reviews as found
      join public.scripts as script on script.id = found.script_id where found.id = thing_id
    )
    when 'comment' then (
      select script.organization_id from public.comments as found
      join public.scripts as script on script.id = found.script_id where found.id = thing_id
    )
  end
$$;

create function private.audit(
  organization_id uuid,
  verb text,
  thing text,
  thing_id uuid,
  details jsonb default '{}'
) returns void
language sql security definer set search_path = ''
as $$
  insert into public.audit_log (organization_id, actor, verb, thing, thing_id, details)
  values (audit.organization_id, (select auth.uid()), audit.verb, audit.thing, audit.thing_id, audit.details)
$$;

-- New channels --------------------------------------------------------------------------------------------------------
-- When somebody loses the right to read: new epochs for the scripts and reviews that they could read, one ring without
-- content on each old channel, so that whoever still may read moves over at once. Cursors and notes share the script's
-- epoch, and whoever listens there listens to the script too.

create function private.rotate_epochs(script_ids uuid[], review_ids uuid[] default '{}') returns void
language plpgsql security definer set search_path = ''
as $$
declare
  old record;
begin
  for old in
    select script.id, script.epoch from public.scripts as script
    where script.id = any (script_ids) order by script.id for update
  loop
    update public.scripts set epoch = encode(extensions.gen_random_bytes(16), 'hex') where id = old.id;
    perform realtime.send('{}', 'epoch', format('script:%s:%s', old.id, old.epoch), true);
  end loop;
  for old in
    select review.id, review.epoch from public.reviews as review
    where review.id = any (review_ids) order by review.id for update
  loop
    update public.reviews set epoch = encode(extensions.gen_random_bytes(16), 'hex') where id = old.id;
    perform realtime.send('{}', 'epoch', format('review:%s:%s', old.id, old.epoch), true);
  end loop;
end;
$$;

create function private.rotate_epochs_of_script(script_id uuid) returns void
language sql security definer set search_path = ''
as $$
  select private.rotate_epochs(
    array[rotate_epochs_of_script.script_id],
    array(select review.id from public.reviews as review where review.script_id = rotate_epochs_of_script.script_id)
  )
$$;

create function private.rotate_epochs_of_project(project_id uuid) returns void
language sql security definer set search_path = ''
as $$
  select private.rotate_epochs(
    array(select script.id from public.scripts as script where script.project_id = rotate_epochs_of_project.project_id),
    array(
      select review.id from public.reviews as review join public.scripts as script on script.id = review.script_id
      where script.project_id = rotate_epochs_of_project.project_id
    )
  )
$$;

create function private.rotate_epochs_of_organization(organization_id uuid) returns void
language sql security definer set search_path = ''
as $$
  select private.rotate_epochs(
    array(
      select script.id from public.scripts as script
      where script.organization_id = rotate_epochs_of_organization.organization_id
    ),
    array(
      select review.id from public.reviews as review join public.scripts as script on script.id = review.script_id
      where script.organization_id = rotate_epochs_of_organization.organization_id
    )
  )
$$;
