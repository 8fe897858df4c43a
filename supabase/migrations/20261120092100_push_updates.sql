-- Adding to a script's log.

-- What a caller wants to push, checked as far as that goes without looking at the script. Either `refusal` is set, or
-- all else is. Postgres cannot read Yjs: it looks at how an update of format 1 begins; what is wrong further in is
-- found by the service and by readers, and set aside.
create function private.read_pushed(
  updates jsonb,
  out ids uuid[],
  out formats integer[],
  out bodies bytea[],
  out authors uuid[],
  out refusal jsonb
) returns record
language plpgsql set search_path = ''
as $$
declare
  max_updates constant integer := 100;
  max_update_bytes constant integer := 1048576;
  max_call_bytes constant integer := 4 * max_update_bytes;
  -- What base64 makes of these many bytes.
  max_update_characters constant integer := 4 * ceil(max_update_bytes / 3.0);
  max_call_characters constant integer := 4 * ceil(max_call_bytes / 3.0) + 512 * max_updates;
  is_whole boolean;
  is_small boolean;
  is_known_format boolean;
  is_yjs boolean;
begin
  if jsonb_typeof(updates) is distinct from 'array' then
    refusal := private.refuse(400, 'bad-request', 'Updates come as a list.');
    return;
  end if;
  if jsonb_array_length(updates) = 0 then
    refusal := private.refuse(400, 'bad-request', 'There is no update to add.');
    return;
  end if;
  -- Asked of the value as it lies in memory, so that nothing of an enormous one is unpacked.
  if jsonb_array_length(updates) > max_updates or pg_column_size(updates) > max_call_characters then
    refusal := private.refuse(
      413, 'too-large', 'These are too many updates for one call.',
      jsonb_build_object('max_updates', max_updates, 'max_bytes', max_call_bytes)::text, 'Send them in several calls.'
    );
    return;
  end if;

  begin
    with given as materialized (
      select
        item.ordinal, item.id, item.format, item.author,
        item.bytes is not null and length(item.bytes) > max_update_characters as is_long,
        decode(case when length(item.bytes) <= max_update_characters then item.bytes end, 'base64') as body
      from rows from (jsonb_to_recordset(updates) as (id uuid, format integer, bytes text, author uuid))
        with ordinality as item (id, format, bytes, author, ordinal)
    )
    select
      array_agg(given.id order by given.ordinal),
      array_agg(given.format order by given.ordinal),
      array_agg(given.body order by given.ordinal),
      array_agg(given.author order by given.ordinal),
      bool_and(given.id is not null and given.format is not null and (given.is_long or coalesce(length(given.body), 0) > 0))
        and count(distinct given.id) = count(*),
      not bool_or(given.is_long or length(given.body) > max_update_bytes) and sum(length(given.body)) <= max_call_bytes,
      bool_and(given.format = 1),
      -- A V1 update begins with the number of clients whose structs follow, each at least five bytes long. Where it is
      -- none, deletions follow: of no client, and then that is all, or of some, each at least two bytes long. A V2
      -- update begins with two zeros and goes on.
      bool_and(
        case
          when length(given.body) < 2 then false
          when get_byte(given.body, 0) = 0 then
            case get_byte(given.body, 1) when 0 then length(given.body) = 2 else length(given.body) >= 4 end
          when get_byte(given.body, 0) < 128 then length(given.body) >= 2 + 5 * get_byte(given.body, 0)
          when get_byte(given.body, 1) < 128 then
            length(given.body) >= 3 + 5 * (get_byte(given.body, 0) - 128 + 128 * get_byte(given.body, 1))
          else length(given.body) >= 5 * 16384
        end
      )
    into ids, formats, bodies, authors, is_whole, is_small, is_known_format, is_yjs
    from given;
  exception when data_exception then
    refusal := private.refuse(
      400, 'bad-request', 'An update has an id, a format, and bytes in base64.',
      jsonb_build_object('reason', left(sqlerrm, 200))::text
    );
    return;
  end;

  refusal := case
    when is_whole is not true then private.refuse(400, 'bad-request', 'Each update has an id of its own, a format and bytes.')
    when is_small is not true then private.refuse(
      413, 'too-large', 'An update has at most 1 MiB, and one call 4 MiB.',
      jsonb_build_object('max_update_bytes', max_update_bytes, 'max_bytes', max_call_bytes)::text
    )
    when is_known_format is not true then private.refuse(
      400, 'unknown-format', 'This server does not know the format of an update.', '{"known": [1]}',
      'A newer server is needed.'
    )
    when is_yjs is not true then private.refuse(400, 'bad-request', 'An update does not begin as a Yjs update does.')
  end;
end;
$$;

-- Rings once for what one call added (app/server/ring.ts): u64 first position, u32 count, the chain before them; and
-- when all that stays within 64 KB, u8 number of people, 16 bytes each, and the updates. Readers who have everything
-- before them need not pull.
create function private.ring(
  script public.scripts,
  caller uuid,
  ids uuid[],
  formats integer[],
  bodies bytea[],
  authors uuid[]
) returns void
language plpgsql set search_path = ''
as $$
declare
  max_bytes constant integer := 65536;
  people constant uuid[] := array[caller] || array(
    select distinct author from unnest(authors) as author where author <> caller
  );
  bytes constant bigint := 45 + 16 * cardinality(people)
    + (select sum(23 + length(body)) from unnest(bodies) as body);
  payload bytea := int8send(script.head + 1) || int4send(cardinality(ids)) || script.chain;
begin
  if bytes <= max_bytes then
    payload := payload || substring(int4send(cardinality(people)) from 4)
      || (
        select string_agg(uuid_send(listed.person), ''::bytea order by listed.ordinal)
        from unnest(people) with ordinality as listed (person, ordinal)
      )
      || private.frames(people, ids, formats, bodies, array_fill(caller, array[cardinality(ids)]), authors);
  end if;
  perform realtime.send_binary(payload, 'ring', format('script:%s:%s', script.id, script.epoch), true);
end;
$$;

-- Adds updates to the end of a script's log, all of them or none: [{id, format, bytes in base64, author?}], at most 100
-- of 1 MiB, 4 MiB together. Those that the log holds already keep their positions, so that a call may be repeated until
-- it is answered. The caller is who pushed; `author` is whom the caller says it is from.
create function public.push_updates(script_id uuid, updates jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  caller constant uuid := private.caller();
  role text := private.my_script_role(push_updates.script_id);
  given record;
  script public.scripts;
  known bigint[];
  is_same boolean;
  fresh record;
  running bytea;
  chains bytea[] := '{}';
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if role is null or role not in ('admin', 'internal', 'freelancer') then
    return private.refuse_role('push_updates', 'script', push_updates.script_id, role);
  end if;
  given := private.read_pushed(updates);
  if given.refusal is not null then
    return given.refusal;
  end if;

  -- From here to the commit nobody else adds to this log: positions have no gaps, and their order is that of commits.
  -- Not FOR UPDATE, which would also keep waiting whoever only refers to the script.
  select locked.* into script from public.scripts as locked
  where locked.id = push_updates.script_id for no key update;
  -- Asked again: the role may have gone while we waited, and whoever takes it away holds this lock too.
  role := private.my_script_role(push_updates.script_id);
  if role is null or role not in ('admin', 'internal', 'freelancer') then
    return private.refuse_role('push_updates', 'script', push_updates.script_id, role);
  end if;

  select
    array_agg(stored.position order by pushed.ordinal),
    bool_and(stored.id is null or (stored.bytes = pushed.body and stored.format = pushed.format))
  into known, is_same
  from unnest(given.ids, given.formats, given.bodies) with ordinality as pushed (id, format, body, ordinal)
  left join lateral (
    select held.id, held.position, held.format, held.bytes from public.script_updates as held
    where held.script_id = push_updates.script_id and held.id = pushed.id limit 1
  ) as stored on true;
  if not is_same then
    return private.refuse(
      409, 'other-bytes', 'The log holds an update of this id with other bytes.', null, 'Give the update another id.'
    );
  end if;

  fresh := given;
  if num_nonnulls(variadic known) > 0 then
    select
      array_agg(pushed.id order by pushed.ordinal) as ids,
      array_agg(pushed.format order by pushed.ordinal) as formats,
      array_agg(pushed.body order by pushed.ordinal) as bodies,
      array_agg(pushed.author order by pushed.ordinal) as authors
    into fresh
    from unnest(given.ids, given.formats, given.bodies, given.authors, known) with ordinality
      as pushed (id, format, body, author, position, ordinal)
    where pushed.position is null;
  end if;

  if fresh.ids is not null then
    -- Read after the lock: whoever changes a status holds it too.
    if (role = 'freelancer' and script.status not in ('draft', 'changes_requested')) or script.status = 'archived' then
      return private.refuse_status(script.status::text);
    end if;
    if exists (
      select from public.projects as project where project.id = script.project_id and project.archived_at is not null
    ) then
      return private.refuse_status('archived');
    end if;

    running := script.chain;
    for n in 1 .. cardinality(fresh.ids) loop
      running := sha256(running || uuid_send(fresh.ids[n]) || sha256(fresh.bodies[n]));
      chains := chains || running;
    end loop;
    insert into public.script_updates (script_id, position, id, format, bytes, chain, pushed_by, claimed_author)
    select
      script.id, script.head + added.ordinal, added.id, added.format, added.body, added.chain, caller, added.author
    from unnest(fresh.ids, fresh.formats, fresh.bodies, fresh.authors, chains) with ordinality
      as added (id, format, body, author, chain, ordinal);
    update public.scripts as target set head = script.head + cardinality(fresh.ids), chain = running
    where target.id = script.id;
    perform private.ring(script, caller, fresh.ids, fresh.formats, fresh.bodies, fresh.authors);

    known := array(
      select coalesce(pushed.position, script.head + count(*) filter (where pushed.position is null) over (
        order by pushed.ordinal
      ))
      from unnest(known) with ordinality as pushed (position, ordinal) order by pushed.ordinal
    );
    script.head := script.head + cardinality(fresh.ids);
    script.chain := running;
  end if;

  return jsonb_build_object(
    'positions', to_jsonb(known),
    'first', (select min(position) from unnest(known) as position),
    'last', (select max(position) from unnest(known) as position),
    'head', script.head,
    'chain', encode(script.chain, 'hex')
  );
end;
$$;

create function private.refuse_status(status text) returns jsonb
language sql set search_path = ''
as $$
  select private.refuse(
    409, 'script-status', 'The script cannot be written in its present status.',
    jsonb_build_object('status', status)::text, 'Keep the edits until its status changes.'
  )
$$;

grant execute on function public.push_updates(uuid, jsonb) to authenticated;
