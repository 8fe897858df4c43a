-- Who may listen and who may speak on which channel. All are private, and each carries the present epoch of its script
-- or review in its name, so that a name that somebody still has from before opens nothing any more.
--   script:<id>:<epoch>   the live text, rung by the database    cursors:<id>:<epoch>  cursors and who is here
--   notes:<id>:<epoch>    internal comments                      review:<id>:<epoch>   comments for clients, decisions
-- Nobody but the database speaks where content is: a forged update would go straight into open scripts.

-- A topic's parts; all null when it is not written exactly so.
create function private.topic_parts(topic text, out kind text, out thing_id uuid, out epoch text)
language sql immutable set search_path = ''
as $$
  select parts[1], parts[2]::uuid, parts[3]
  from regexp_match(
    topic,
    '^(script|cursors|notes|review):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{32})$'
  ) as parts
$$;

create function private.may_listen(topic text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    case
      when asked.kind in ('script', 'cursors') then
        private.my_script_role(asked.thing_id) in ('admin', 'internal', 'freelancer', 'viewer')
        and asked.epoch = (select script.epoch from public.scripts as script where script.id = asked.thing_id)
      when asked.kind = 'notes' then
        private.my_script_role(asked.thing_id) in ('admin', 'internal', 'freelancer')
        and asked.epoch = (select script.epoch from public.scripts as script where script.id = asked.thing_id)
      when asked.kind = 'review' then
        private.my_review_role(asked.thing_id) is not null
        and asked.epoch = (select review.epoch from public.reviews as review where review.id = asked.thing_id)
    end,
    false
  )
  from private.topic_parts(topic) as asked
$$;

-- Cursors and presence alone, and not by those who only look.
create function private.may_speak(topic text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    asked.kind = 'cursors'
    and private.my_script_role(asked.thing_id) in ('admin', 'internal', 'freelancer')
    and asked.epoch = (select script.epoch from public.scripts as script where script.id = asked.thing_id),
    false
  )
  from private.topic_parts(topic) as asked
$$;

grant execute on function private.may_listen(text), private.may_speak(text) to authenticated;

create policy listen on realtime.messages for select to authenticated
  using (
    topic = (select realtime.topic())
    and extension in ('broadcast', 'presence')
    and (select private.may_listen((select realtime.topic())))
  );

create policy speak on realtime.messages for insert to authenticated
  with check (
    topic = (select realtime.topic())
    and extension in ('broadcast', 'presence')
    and (select private.may_speak((select realtime.topic())))
  );

-- Whatever policy is added to these: only cursors come from people, and nobody changes a message.
create policy only_cursors on realtime.messages as restrictive for insert to anon, authenticated
  with check (topic like 'cursors:%');
create policy nothing_changes on realtime.messages as restrictive for update to anon, authenticated
  using (false) with check (false);
