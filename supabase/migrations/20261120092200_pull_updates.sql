-- Following a script's log. These functions read, and yet are not marked STABLE: then they would run in transactions
-- that can only read, and an attempt on somebody else's script would leave no row. Called by GET, they cannot write.

-- What the log holds behind a cursor, as the caller has it: a position, and the chain there. The answer is a page of
-- updates; or, to somebody far behind, the service's snapshot; or `diverged`, when this log never had that chain at
-- that position: the server was restored, and what it lost is with its readers.
create function public.pull_updates(
  script_id uuid,
  "position" bigint,
  chain text,
  max_bytes integer default 1048576
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  cap_bytes constant integer := 4194304;
  cap_updates constant integer := 10000;
  frame_header_bytes constant integer := 23;
  -- Below so many updates they weigh about as much as a long script's snapshot (2,000 of 125 bytes against 200 to
  -- 300 kB), replay takes some 40 ms, and they alone say who wrote what and when.
  far_behind constant integer := 2000;
  -- The last number of a byte stands for nobody.
  max_people constant integer := 255;
  page_bytes constant integer := least(pull_updates.max_bytes, cap_bytes);
  role constant text := private.my_script_role(pull_updates.script_id);
  script record;
  own_chain bytea;
  snapshot record;
  page record;
  people uuid[];
  sent integer;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  if role is null or role not in ('admin', 'internal', 'freelancer', 'viewer') then
    return private.refuse_role('pull_updates', 'script', pull_updates.script_id, role);
  end if;
  if pull_updates.position is null or pull_updates.position < 0 or pull_updates.chain is null
    or pull_updates.chain !~ '^[0-9a-f]{64}$' or pull_updates.max_bytes is null or pull_updates.max_bytes < 1 then
    return private.refuse(
      400, 'bad-request', 'A cursor is a position from 0 and a chain of 64 hexadecimal digits, max_bytes at least 1.'
    );
  end if;

  select held.organization_id, held.project_id, held.head, held.chain, held.epoch into script
  from public.scripts as held where held.id = pull_updates.script_id;
  own_chain := case pull_updates.position
    when 0 then decode(repeat('00', 32), 'hex')
    else (
      select held.chain from public.script_updates as held
      where held.script_id = pull_updates.script_id and held.position = pull_updates.position
    )
  end;
  if own_chain is distinct from decode(pull_updates.chain, 'hex') then
    return jsonb_build_object(
      'kind', 'diverged', 'head', script.head, 'chain', encode(script.chain, 'hex'), 'epoch', script.epoch
    );
  end if;

  if script.head - pull_updates.position > far_behind then
    -- Joined with the log: a snapshot of another history is none.
    select made.position, made.chain, made.bytes, made.sha256 into snapshot
    from public.script_snapshots as made
    join public.script_updates as held
      on held.script_id = made.script_id and held.position = made.position and held.chain = made.chain
    where made.script_id = pull_updates.script_id and made.position > pull_updates.position + far_behind
    order by made.position desc limit 1;
    if found then
      return jsonb_build_object(
        'kind', 'snapshot',
        'position', snapshot.position,
        'chain', encode(snapshot.chain, 'hex'),
        'bytes', private.to_base64(snapshot.bytes),
        'sha256', encode(snapshot.sha256, 'hex'),
        'head', script.head,
        'epoch', script.epoch
      );
    end if;
  end if;

  -- At least one update, however large. Lengths are read without unpacking what they are of.
  select
    coalesce(array_agg(counted.id order by counted.position), '{}') as ids,
    array_agg(counted.format order by counted.position) as formats,
    array_agg(counted.bytes order by counted.position) as bodies,
    array_agg(counted.chain order by counted.position) as chains,
    array_agg(counted.pushed_by order by counted.position) as pushers,
    array_agg(counted.claimed_author order by counted.position) as authors
  into page
  from (
    select behind.*, sum(frame_header_bytes + length(behind.bytes)) over (order by behind.position) as running_bytes
    from (
      select held.* from public.script_updates as held
      where held.script_id = pull_updates.script_id and held.position > pull_updates.position
        and held.position <= script.head
      order by held.position limit least(cap_updates, 1 + page_bytes / frame_header_bytes)
    ) as behind
  ) as counted
  where counted.running_bytes <= page_bytes or counted.position = pull_updates.position + 1;

  sent := cardinality(page.ids);
  people := private.people_of(page.pushers, page.authors);
  if cardinality(people) > max_people then
    -- So few updates cannot name more people than a byte can.
    sent := max_people / 2;
    people := private.people_of(page.pushers[:sent], page.authors[:sent]);
  end if;

  return jsonb_build_object(
    'kind', 'updates',
    'first', pull_updates.position + 1,
    'count', sent,
    'frames', private.to_base64(
      private.frames(
        people, page.ids[:sent], page.formats[:sent], page.bodies[:sent], page.pushers[:sent], page.authors[:sent]
      )
    ),
    'people', private.named(people, page.pushers[:sent], script.organization_id, script.project_id),
    'chain', coalesce(encode(page.chains[sent], 'hex'), pull_updates.chain),
    'head', script.head,
    'has_more', pull_updates.position + sent < script.head,
    'epoch', script.epoch
  );
end;
$$;

create function private.people_of(pushers uuid[], authors uuid[]) returns uuid[]
language sql immutable set search_path = ''
as $$ select array(select distinct person from unnest(pushers || authors) as person where person is not null) $$;

-- With names for those who pushed here, and for claimed authors who are or were of this organisation or project: a
-- claim is anybody's word, and must not tell a stranger's name.
create function private.named(people uuid[], pushers uuid[], organization_id uuid, project_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('id', listed.person, 'name', profile.name) order by listed.ordinal), '[]'
  )
  from unnest(people) with ordinality as listed (person, ordinal)
  left join public.profiles as profile on profile.id = listed.person and (
    listed.person = any (pushers)
    or exists (
      select from public.organization_members as member
      where member.organization_id = named.organization_id and member.person_id = listed.person
    )
    or exists (
      select from public.project_members as member
      where member.project_id = named.project_id and member.person_id = listed.person
    )
  )
$$;

-- Which of these ids the log does not hold: what a restored server has lost, and its readers bring back.
create function public.missing_updates(script_id uuid, ids uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  max_ids constant integer := 10000;
  role constant text := private.my_script_role(missing_updates.script_id);
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  if role is null or role not in ('admin', 'internal', 'freelancer', 'viewer') then
    return private.refuse_role('missing_updates', 'script', missing_updates.script_id, role);
  end if;
  if ids is null or array_position(ids, null) is not null then
    return private.refuse(400, 'bad-request', 'Ids come as a list without gaps.');
  end if;
  if cardinality(ids) > max_ids then
    return private.refuse(
      413, 'too-large', 'These are too many ids for one call.', jsonb_build_object('max_ids', max_ids)::text,
      'Ask in several calls.'
    );
  end if;
  return jsonb_build_object(
    'missing', (
      select coalesce(jsonb_agg(asked.id order by asked.ordinal), '[]')
      from unnest(ids) with ordinality as asked (id, ordinal)
      where not exists (
        select from public.script_updates as held
        where held.script_id = missing_updates.script_id and held.id = asked.id
      )
    )
  );
end;
$$;

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

grant execute on function
  public.pull_updates(uuid, bigint, text, integer),
  public.missing_updates(uuid, uuid[]),
  public.seen(uuid, uuid, bigint)
to authenticated;
