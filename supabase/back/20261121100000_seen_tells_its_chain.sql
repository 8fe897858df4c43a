-- The way back of 20261121100000_seen_tells_its_chain.sql.

drop function public.seen(uuid, uuid, bigint, text);

-- How far somebody has read on a device. It never goes back, and never beyond the log.
create function public.seen(script_id uuid, device_id uuid, "position" bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  caller constant uuid := private.caller();
  role constant text := private.my_script_role(seen.script_id);
  known bigint;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if role is null or role not in ('admin', 'internal', 'freelancer') then
    return private.refuse_role('seen', 'script', seen.script_id, role);
  end if;
  if seen.device_id is null or seen.position is null or seen.position < 0 or seen.position > (
    select script.head from public.scripts as script where script.id = seen.script_id
  ) then
    return private.refuse(400, 'bad-request', 'What was seen is a position from 0 to the end of the log, on a device.');
  end if;
  insert into public.script_seen as before (script_id, person_id, device_id, position)
  values (seen.script_id, caller, seen.device_id, seen.position)
  on conflict on constraint script_seen_pkey
  do update set position = greatest(before.position, excluded.position), seen_at = now()
  returning before.position into known;
  return jsonb_build_object('position', known);
end;
$$;

grant execute on function public.seen(uuid, uuid, bigint) to authenticated;
