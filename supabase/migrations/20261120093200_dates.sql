-- When a script is due: the part of its metadata that no other function writes.

create function public.set_due(script_id uuid, due_at timestamptz, expected_version integer) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  mine text;
  present public.scripts;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  mine := private.my_script_role(set_due.script_id);
  if mine is null or mine = 'client' then
    return private.refuse_absent('set_due', 'script', set_due.script_id);
  end if;
  if mine not in ('admin', 'internal') then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only the organisation''s own people set dates.', 'set_due', 'script', set_due.script_id,
      private.organization_of('script', set_due.script_id)
    );
  end if;
  -- Held, and the role asked again: it may have ended meanwhile.
  select * into present from public.scripts as script where script.id = set_due.script_id for update;
  if private.my_script_role(set_due.script_id) is distinct from mine then
    return private.refuse_absent('set_due', 'script', set_due.script_id);
  end if;
  if present.version is distinct from expected_version then
    return private.refuse(
      409, 'version-conflict', 'Somebody else has changed this script meanwhile.',
      jsonb_build_object(
        'title', present.title, 'status', present.status, 'due_at', present.due_at, 'version', present.version
      )::text
    );
  end if;
  if present.due_at is distinct from set_due.due_at then
    update public.scripts as script set due_at = set_due.due_at, version = present.version + 1
    where script.id = present.id;
    perform private.audit(present.organization_id, 'set_due', 'script', present.id);
    return jsonb_build_object('version', present.version + 1);
  end if;
  return jsonb_build_object('version', present.version);
end;
$$;

grant execute on function public.set_due(uuid, timestamptz, integer) to authenticated;
