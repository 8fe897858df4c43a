-- Reviews: a version put before clients, until it is closed or another one takes its place.

-- Rings of what people may read by policy: ids alone, so that whoever hears them asks.
create function private.ring_review(review_id uuid, event text, payload jsonb) returns void
language sql security definer set search_path = ''
as $$
  select realtime.send(payload, event, format('review:%s:%s', review.id, review.epoch), true)
  from public.reviews as review where review.id = ring_review.review_id
$$;

create function private.ring_notes(script_id uuid, event text, payload jsonb) returns void
language sql security definer set search_path = ''
as $$
  select realtime.send(payload, event, format('notes:%s:%s', script.id, script.epoch), true)
  from public.scripts as script where script.id = ring_notes.script_id
$$;

create function private.notify(
  person_id uuid,
  kind text,
  script_id uuid,
  review_id uuid,
  comment_id uuid default null
) returns void
language sql security definer set search_path = ''
as $$
  insert into public.notifications (person_id, kind, script_id, review_id, comment_id)
  select notify.person_id, notify.kind, notify.script_id, notify.review_id, notify.comment_id
  where notify.person_id is distinct from (select auth.uid())
$$;

-- The script's other open reviews are replaced by this one, and the script stands in review.
create function public.send_to_review(
  review_id uuid,
  version_id uuid,
  title text,
  asks text,
  message text default '',
  due_at timestamptz default null,
  people uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  sent_to constant uuid[] := array(select distinct person from unnest(people) as person where person is not null);
  script public.scripts;
  known public.reviews;
  replaced uuid;
  mine text;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  select found_script.* into script from public.script_versions as made
  join public.scripts as found_script on found_script.id = made.script_id
  where made.id = send_to_review.version_id;
  mine := private.my_script_role(script.id);
  if mine is null or mine in ('client', 'viewer') then
    return private.refuse_absent('send_to_review', 'version', send_to_review.version_id);
  end if;
  if mine not in ('admin', 'internal') then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only the organisation''s own people send versions to review.', 'send_to_review', 'version',
      send_to_review.version_id, script.organization_id
    );
  end if;
  if review_id is null or not private.is_name(send_to_review.title)
    or coalesce(length(send_to_review.message), 0) > 10000
    or coalesce(send_to_review.asks not in ('comments', 'decision_per_scene', 'decision_for_all'), true) then
    return private.refuse(400, 'bad-request', 'The review is not complete.', null, 'A title and what is asked for.');
  end if;
  if exists (
    select from unnest(sent_to) as person
    where not exists (
      select from public.project_members as member
      where member.project_id = script.project_id and member.person_id = person
        and member.role = 'client' and member.revoked_at is null
    )
  ) then
    return private.refuse(
      400, 'bad-request', 'A review goes to clients of the project.', null, 'Invite them into the project first.'
    );
  end if;

  select * into script from public.scripts as locked where locked.id = script.id for update;
  if private.my_script_role(script.id) is distinct from mine then
    return private.refuse_absent('send_to_review', 'version', send_to_review.version_id);
  end if;
  select * into known from public.reviews as review where review.id = send_to_review.review_id;
  if found then
    if known.version_id = send_to_review.version_id and known.created_by = caller then
      return jsonb_build_object('review_id', known.id);
    end if;
    return private.refuse(409, 'other-bytes', 'This review was sent already, and is another one.');
  end if;
  if script.status = 'archived' then
    return private.refuse(
      409, 'script-status', 'An archived script is not sent to review.',
      jsonb_build_object('status', script.status)::text
    );
  end if;

  insert into public.reviews (id, script_id, version_id, title, message, asks, due_at, created_by)
  values (
    send_to_review.review_id, script.id, send_to_review.version_id, btrim(send_to_review.title),
    coalesce(send_to_review.message, ''), send_to_review.asks::public.review_asks, send_to_review.due_at, caller
  );
  insert into public.review_people (review_id, person_id, added_by)
  select send_to_review.review_id, person, caller from unnest(sent_to) as person;
  perform private.notify(person, 'review_sent', script.id, send_to_review.review_id) from unnest(sent_to) as person;
  for replaced in
    update public.reviews as review
    set state = 'replaced', replaced_by = send_to_review.review_id, updated_at = now()
    where review.script_id = script.id and review.state = 'open' and review.id <> send_to_review.review_id
    returning review.id
  loop
    perform private.ring_review(replaced, 'review', jsonb_build_object('state', 'replaced'));
  end loop;
  if script.status <> 'in_review' then
    update public.scripts as locked set status = 'in_review', version = script.version + 1
    where locked.id = script.id;
  end if;
  perform private.audit(
    script.organization_id, 'send_to_review', 'review', send_to_review.review_id,
    jsonb_build_object(
      'script_id', script.id, 'version_id', send_to_review.version_id, 'asks', send_to_review.asks,
      'people', cardinality(sent_to)
    )
  );
  return jsonb_build_object('review_id', send_to_review.review_id);
end;
$$;

-- Null when the caller may direct the review; otherwise the refusal.
create function private.refuse_directing(kind text, review_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  mine text;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  mine := private.my_review_role(review_id);
  if mine is null then
    return private.refuse_absent(kind, 'review', review_id);
  end if;
  if mine not in ('admin', 'internal') then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only the organisation''s own people direct a review.', kind, 'review', review_id,
      private.organization_of('review', review_id)
    );
  end if;
  return null;
end;
$$;

create function public.close_review(review_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  refusal constant jsonb := private.refuse_directing('close_review', close_review.review_id);
  known public.reviews;
begin
  if refusal is not null then
    return refusal;
  end if;
  select * into known from public.reviews as review where review.id = close_review.review_id for update;
  if known.state = 'replaced' then
    return private.refuse(409, 'already-done', 'Another review has taken this one''s place.');
  end if;
  if known.state = 'open' then
    update public.reviews as review set state = 'closed', updated_at = now() where review.id = known.id;
    perform private.ring_review(known.id, 'review', jsonb_build_object('state', 'closed'));
    perform private.audit(private.organization_of('review', known.id), 'close_review', 'review', known.id);
  end if;
  return jsonb_build_object('review_id', known.id);
end;
$$;

-- Takes a review back from one of those it was sent to. A repeat finds it done.
create function public.revoke_review_person(review_id uuid, person_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal constant jsonb := private.refuse_directing('revoke_review_person', revoke_review_person.review_id);
begin
  if refusal is not null then
    return refusal;
  end if;
  if not exists (
    select from public.review_people as sent
    where sent.review_id = revoke_review_person.review_id and sent.person_id = revoke_review_person.person_id
  ) then
    return private.refuse(404, 'not-found', 'This review was not sent to this person.');
  end if;
  update public.review_people as sent set revoked_at = now()
  where sent.review_id = revoke_review_person.review_id and sent.person_id = revoke_review_person.person_id
    and sent.revoked_at is null;
  if found then
    perform private.audit(
      private.organization_of('review', revoke_review_person.review_id), 'revoke_review_person', 'review',
      revoke_review_person.review_id, jsonb_build_object('person_id', revoke_review_person.person_id)
    );
  end if;
  return jsonb_build_object(
    'review_id', revoke_review_person.review_id, 'person_id', revoke_review_person.person_id
  );
end;
$$;

grant execute on function
  public.send_to_review(uuid, uuid, text, text, text, timestamptz, uuid[]), public.close_review(uuid),
  public.revoke_review_person(uuid, uuid)
to authenticated;
