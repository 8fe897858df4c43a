-- Who has read a log up to a position says which log: to somebody who has not noticed yet that the server was restored and
-- written past, the position would be another place, and others would be told that they have seen what they have not.
-- Whoever tells no chain is believed, as before.

drop function public.seen(uuid, uuid, bigint);

create function public.seen(
  script_id uuid,
  device_id uuid,
  "position" bigint,
  chain text default null
) returns jsonb
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
  if seen.chain is not null and seen.chain is distinct from (
    case seen.position
      when 0 then repeat('00', 32)
      else (
        select encode(held.chain, 'hex') from public.script_updates as held
        where held.script_id = seen.script_id and held.position = seen.position
      )
    end
  ) then
    return private.refuse(400, 'bad-request', 'This log has another history at that position.');
  end if;
  insert into public.script_seen as before (script_id, person_id, device_id, position)
  values (seen.script_id, caller, seen.device_id, seen.position)
  on conflict on constraint script_seen_pkey
  do update set position = greatest(before.position, excluded.position), seen_at = now()
  returning before.position into known;
  return jsonb_build_object('position', known);
end;
$$;

grant execute on function public.seen(uuid, uuid, bigint, text) to authenticated;
