-- Versions: immutable, named, and known by the hash of their words.

-- Null for what is not base64.
create function private.bytes_of(base64 text) returns bytea
language plpgsql immutable set search_path = ''
as $$
begin
  return decode(base64, 'base64');
exception
  when invalid_parameter_value then
    return null;
end;
$$;

-- What is wrong with a list of scenes, in one sentence; null when nothing is.
create function private.fault_in_scenes(scenes jsonb) returns text
language sql immutable set search_path = ''
as $$
  select case
    when scenes is null or jsonb_typeof(scenes) <> 'array' then 'A version has a list of scenes.'
    when jsonb_array_length(scenes) > 10000 then 'A version has at most 10,000 scenes.'
    else (
      select case
        when bool_or(
          jsonb_typeof(scene) <> 'object'
          or coalesce(jsonb_typeof(scene -> 'content') <> 'string', true)
          or coalesce(
            scene ->> 'scene_id' !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', true
          )
        ) then 'A scene has an id and its content as text.'
        when count(distinct scene ->> 'scene_id') <> count(*) then 'A version has each scene once.'
      end
      from jsonb_array_elements(scenes) as scene
    )
  end
$$;

-- The caller gives each scene's canonical JSON; the server hashes. The hash of the whole is over the JSON list of them.
create function public.publish_version(
  version_id uuid,
  script_id uuid,
  name text,
  kind text,
  "position" bigint,
  chain text,
  scenes jsonb,
  state text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  max_bytes constant integer := 16 * 1024 * 1024;
  mine text;
  script public.scripts;
  known public.script_versions;
  fault text;
  state_bytes bytea;
  whole_hash bytea;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  mine := private.my_script_role(publish_version.script_id);
  if mine is null or mine = 'client' then
    return private.refuse_absent('publish_version', 'script', publish_version.script_id);
  end if;
  if mine not in ('admin', 'internal') and (mine <> 'freelancer' or publish_version.kind is distinct from 'named') then
    return private.refuse_recorded(
      403, 'not-allowed', 'Your role may not publish this version.', 'publish_version', 'script',
      publish_version.script_id, private.organization_of('script', publish_version.script_id)
    );
  end if;

  if octet_length(scenes::text) > max_bytes or length(state) > max_bytes / 3 * 4 then
    return private.refuse(413, 'too-large', 'This version is too large.', null, 'At most 16 MiB.');
  end if;
  fault := case
    when version_id is null then 'A version has an id.'
    when not private.is_name(publish_version.name) then 'A name has 1 to 200 characters that can be read, on one line.'
    when coalesce(publish_version.kind not in ('named', 'sent', 'decided'), true) then 'A version is of no such kind.'
    when coalesce(publish_version.chain !~ '^[0-9a-f]{64}$', true) then 'A chain has 64 hexadecimal digits.'
    when coalesce(publish_version.position < 0, true) then 'A position is 0 or more.'
    else private.fault_in_scenes(scenes)
  end;
  if fault is null then
    state_bytes := private.bytes_of(state);
    fault := case when coalesce(length(state_bytes), 0) < 2 then 'The state is not base64.' end;
  end if;
  if fault is not null then
    return private.refuse(400, 'bad-request', fault);
  end if;

  select sha256(convert_to('[' || coalesce(string_agg(scene ->> 'content', ',' order by place), '') || ']', 'UTF8'))
  into whole_hash
  from jsonb_array_elements(scenes) with ordinality as listed (scene, place);

  -- Whoever publishes next waits here, so that numbers have no gaps; then the role may have ended.
  select * into script from public.scripts as locked where locked.id = publish_version.script_id for update;
  if private.my_script_role(publish_version.script_id) is distinct from mine then
    return private.refuse_absent('publish_version', 'script', publish_version.script_id);
  end if;
  select * into known from public.script_versions as made where made.id = version_id;
  if found then
    if known.script_id = script.id and known.content_hash = whole_hash
      and known.position = publish_version.position then
      return jsonb_build_object(
        'version_id', known.id, 'number', known.number, 'content_hash', encode(known.content_hash, 'hex')
      );
    end if;
    return private.refuse(409, 'other-bytes', 'This version was published already, with other content.');
  end if;
  if publish_version.chain <> coalesce(
    (
      select encode(step.chain, 'hex') from public.script_updates as step
      where step.script_id = script.id and step.position = publish_version.position
    ),
    case when publish_version.position = 0 then repeat('0', 64) end,
    ''
  ) then
    return private.refuse(
      409, 'version-conflict', 'The server''s log is another one there.',
      jsonb_build_object('head', script.head, 'chain', encode(script.chain, 'hex'))::text, 'Catch up first.'
    );
  end if;

  insert into public.script_versions (
    id, script_id, number, name, kind, content_hash, position, chain, created_by
  )
  select version_id, script.id, coalesce(max(made.number), 0) + 1, btrim(publish_version.name),
    publish_version.kind::public.version_kind, whole_hash, publish_version.position,
    decode(publish_version.chain, 'hex'), caller
  from public.script_versions as made where made.script_id = script.id
  returning * into known;
  insert into public.script_version_content (version_id, ordinal, scene_id, content, content_hash)
  select known.id, place - 1, (scene ->> 'scene_id')::uuid, scene ->> 'content',
    sha256(convert_to(scene ->> 'content', 'UTF8'))
  from jsonb_array_elements(scenes) with ordinality as listed (scene, place);
  insert into public.script_version_states (version_id, bytes, sha256)
  values (known.id, state_bytes, sha256(state_bytes));
  perform private.audit(
    script.organization_id, 'publish_version', 'version', known.id,
    jsonb_build_object('script_id', script.id, 'number', known.number, 'kind', known.kind)
  );
  return jsonb_build_object(
    'version_id', known.id, 'number', known.number, 'content_hash', encode(known.content_hash, 'hex')
  );
end;
$$;

grant execute on function public.publish_version(uuid, uuid, text, text, bigint, text, jsonb, text) to authenticated;
