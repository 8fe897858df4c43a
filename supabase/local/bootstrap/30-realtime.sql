-- What the Realtime service makes in a hosted project's database, as far as Galley uses it. The last part, which tells
-- the gateway of new rows, exists only here: hosted Realtime reads them from the replication stream.

create schema if not exists realtime;
grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime to anon, authenticated, service_role, supabase_realtime_admin;

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at),
  constraint messages_payload_exclusive check (payload is null or binary_payload is null)
) partition by range (inserted_at);

create index messages_inserted_at_topic_index on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to postgres, anon, authenticated, service_role;

-- The topic that a policy is asked about.
create function realtime.topic() returns text
language sql stable
as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;

-- With the caller's rights, and never in the caller's way: what goes wrong becomes a warning, and nothing is sent.
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql
as $$
declare
  message_id uuid;
begin
  message_id := gen_random_uuid();
  perform set_config('realtime.topic', send.topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (
    message_id,
    case
      when send.payload ? 'id' then send.payload
      else jsonb_set(send.payload, '{id}', to_jsonb(message_id))
    end,
    send.event,
    send.topic,
    send.private,
    'broadcast'
  );
exception
  when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end;
$$;

create function realtime.send_binary(payload bytea, event text, topic text, private boolean default true) returns void
language plpgsql
as $$
begin
  perform set_config('realtime.topic', send_binary.topic, true);
  insert into realtime.messages (binary_payload, event, topic, private, extension)
  values (send_binary.payload, send_binary.event, send_binary.topic, send_binary.private, 'broadcast');
exception
  when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end;
$$;

-- For row triggers. Unlike the two above it raises when it is called in a way that cannot be meant.
create function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
) returns void
language plpgsql
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'old_record', old, 'record', new, 'operation', operation, 'table', table_name, 'schema', table_schema
    ),
    event_name,
    topic_name
  );
exception
  when others then
    raise exception 'Failed to process the row: %', sqlerrm;
end;
$$;

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.send_binary(bytea, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;

-- Only here: one partition for each day, made ahead, and none older than three days. A message for a day without one is
-- dropped with a warning. Hosted Realtime makes them when a client connects and every few hours; the gateway calls this.
create function realtime.make_partitions() returns void
language plpgsql set search_path = ''
as $$
declare
  today date := (now() at time zone 'utc')::date;
  day date;
  old text;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('realtime.make_partitions'));
  for day in select today + ahead from pg_catalog.generate_series(-1, 3) as ahead loop
    execute pg_catalog.format(
      'create table if not exists realtime.%I partition of realtime.messages for values from (%L) to (%L)',
      'messages_' || pg_catalog.to_char(day, 'YYYY_MM_DD'), day, day + 1
    );
  end loop;
  for old in
    select child.relname
    from pg_catalog.pg_inherits
    join pg_catalog.pg_class child on child.oid = inhrelid
    where inhparent = 'realtime.messages'::regclass
      and child.relname < 'messages_' || pg_catalog.to_char(today - 3, 'YYYY_MM_DD')
  loop
    execute pg_catalog.format('drop table realtime.%I', old);
  end loop;
end;
$$;
revoke execute on function realtime.make_partitions() from public;
select realtime.make_partitions();

-- Only here: the gateway listens. A notification holds 8,000 bytes at most, so that only the id travels. Postgres
-- delivers it when the transaction commits, in the order of commits, and never when it is rolled back.
create function realtime.tell_gateway() returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform pg_catalog.pg_notify('realtime_messages', new.id::text);
  return null;
end;
$$;
alter function realtime.tell_gateway() owner to supabase_realtime_admin;
create trigger tell_gateway after insert on realtime.messages
  for each row execute function realtime.tell_gateway();
