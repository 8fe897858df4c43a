-- Decisions: a client's word on the very content that they saw, signed on their device. The database cannot check an
-- Ed25519 signature: the service and every reader do. It holds to everything else.

create function public.register_device_key(
  device_key_id uuid,
  organization_id uuid,
  name text,
  public_key text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  key_bytes constant bytea := private.bytes_of(register_device_key.public_key);
  known public.device_keys;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if private.my_organization_role(register_device_key.organization_id) is null and not exists (
    select from private.my_projects() as mine where mine.organization_id = register_device_key.organization_id
  ) then
    return private.refuse_absent('register_device_key', 'organization', register_device_key.organization_id);
  end if;
  if device_key_id is null or not private.is_name(register_device_key.name)
    or coalesce(length(key_bytes) <> 32, true) then
    return private.refuse(400, 'bad-request', 'A device has a name, and an Ed25519 key of 32 bytes in base64.');
  end if;
  select * into known from public.device_keys as device
  where device.id = device_key_id
    or (device.organization_id = register_device_key.organization_id and device.public_key = key_bytes);
  if found then
    if known.id = device_key_id and known.person_id = caller and known.public_key = key_bytes
      and known.organization_id = register_device_key.organization_id and known.revoked_at is null then
      return jsonb_build_object('device_key_id', known.id);
    end if;
    return private.refuse_taken('register_device_key', 'device_key', known.id, known.organization_id);
  end if;
  insert into public.device_keys (id, person_id, organization_id, name, public_key)
  values (device_key_id, caller, register_device_key.organization_id, register_device_key.name, key_bytes);
  perform private.audit(
    register_device_key.organization_id, 'register_device_key', 'device_key', device_key_id
  );
  return jsonb_build_object('device_key_id', device_key_id);
end;
$$;

create function private.told_decision(decision public.decisions) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'decision_id', decision.id, 'ordinal', decision.ordinal, 'chain', encode(decision.chain, 'hex'),
    'received_at', decision.received_at
  )
$$;

-- The chain binds each decision of a review to those before it:
-- sha256(previous chain || id as 16 bytes || content hash || signature).
create function public.decide(
  decision_id uuid,
  review_id uuid,
  decision text,
  content_hash text,
  device_key_id uuid,
  decided_at timestamptz,
  signature text,
  scene_id uuid default null,
  note text default ''
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  signature_bytes constant bytea := private.bytes_of(decide.signature);
  mine text;
  script public.scripts;
  review public.reviews;
  known public.decisions;
  last public.decisions;
  seen_hash bytea;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  mine := private.my_review_role(decide.review_id);
  if mine is null then
    return private.refuse_absent('decide', 'review', decide.review_id);
  end if;
  -- The review's row is held until the decision stands, so that decisions have an order without gaps. Whatever ends the
  -- right to decide holds it too: the role is asked again.
  select * into review from public.reviews as found where found.id = decide.review_id for update;
  if private.my_review_role(decide.review_id) is distinct from mine then
    return private.refuse_absent('decide', 'review', decide.review_id);
  end if;
  select * into script from public.scripts as found where found.id = review.script_id;
  -- Looking through a client's eyes decides nothing.
  if mine <> 'client' or private.my_real_project_role(script.project_id) <> 'client' then
    return private.refuse_recorded(
      403, 'not-allowed', 'Clients decide.', 'decide', 'review', review.id, script.organization_id
    );
  end if;
  if decision_id is null or coalesce(decide.decision not in ('approved', 'changes_requested'), true)
    or coalesce(length(decide.note), 0) > 10000 or decide.decided_at is null
    or coalesce(length(signature_bytes) <> 64, true) or review.asks = 'comments'
    or (review.asks = 'decision_for_all' and decide.scene_id is not null) then
    return private.refuse(
      400, 'bad-request', 'The decision is not complete, or not what this review asks for.', null,
      jsonb_build_object('asks', review.asks)::text
    );
  end if;
  select * into known from public.decisions as made where made.id = decision_id;
  if found then
    if known.review_id = review.id and known.person_id = caller and known.signature = signature_bytes then
      return private.told_decision(known);
    end if;
    return private.refuse_taken('decide', 'review', review.id, script.organization_id);
  end if;
  if review.state <> 'open' then
    return private.refuse(
      409, 'already-done', 'This review is closed.', jsonb_build_object('state', review.state)::text
    );
  end if;
  if not exists (
    select from public.device_keys as device
    where device.id = decide.device_key_id and device.person_id = caller
      and device.organization_id = script.organization_id and device.revoked_at is null
  ) then
    return private.refuse_absent('decide', 'device_key', decide.device_key_id);
  end if;
  if decide.scene_id is null then
    select made.content_hash into seen_hash from public.script_versions as made where made.id = review.version_id;
  else
    select scene.content_hash into seen_hash from public.script_version_content as scene
    where scene.version_id = review.version_id and scene.scene_id = decide.scene_id;
    if seen_hash is null then
      return private.refuse(400, 'bad-request', 'This version has no such scene.');
    end if;
  end if;
  if decide.content_hash is distinct from encode(seen_hash, 'hex') then
    return private.refuse(
      409, 'version-conflict', 'This is not what was sent to review.',
      jsonb_build_object('content_hash', encode(seen_hash, 'hex'))::text, 'Look at the version again.'
    );
  end if;

  select * into last from public.decisions as made where made.review_id = review.id order by made.ordinal desc limit 1;
  insert into public.decisions (
    id, review_id, version_id, scene_id, decision, note, content_hash, person_id, role, device_key_id, signature,
    decided_at, ordinal, chain
  )
  values (
    decision_id, review.id, review.version_id, decide.scene_id, decide.decision::public.decision_kind,
    coalesce(decide.note, ''), seen_hash, caller, mine, decide.device_key_id, signature_bytes, decide.decided_at,
    coalesce(last.ordinal, 0) + 1,
    sha256(
      coalesce(last.chain, decode(repeat('00', 32), 'hex')) || uuid_send(decision_id) || seen_hash || signature_bytes
    )
  )
  returning * into known;
  perform private.notify(review.created_by, 'decided', script.id, review.id);
  perform private.ring_review(review.id, 'decision', jsonb_build_object('decision_id', known.id));
  perform private.audit(
    script.organization_id, 'decide', 'review', review.id,
    jsonb_build_object('decision_id', known.id, 'decision', known.decision, 'scene_id', known.scene_id)
  );
  return private.told_decision(known);
end;
$$;

create function public.read_notifications(ids uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  read_now integer;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  update public.notifications as told set read_at = now()
  where told.id = any (ids) and told.person_id = private.caller() and told.read_at is null;
  get diagnostics read_now = row_count;
  return jsonb_build_object('read', read_now);
end;
$$;

grant execute on function
  public.register_device_key(uuid, uuid, text, text),
  public.decide(uuid, uuid, text, text, uuid, timestamptz, text, uuid, text), public.read_notifications(uuid[])
to authenticated;
