-- What the service keeps for itself, how the database calls it, and what it may touch. It becomes `service_role` in every
-- transaction; nobody else reaches these tables.

-- How far the service has read each script: rows of script_rows are those of the log up to here.
create table private.script_progress (
  script_id uuid primary key references public.scripts (id) on delete restrict,
  position bigint not null default 0 check (position >= 0),
  chain bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'
    check (length(chain) = 32),
  -- Why it stopped before the head, and when it tries again.
  held_reason text check (held_reason in ('unknown-format', 'broken-chain', 'too-costly', 'unreadable-state')),
  attempts integer not null default 0 check (attempts >= 0),
  retry_at timestamptz,
  updated_at timestamptz not null default now()
);

-- The last sealed entry of each organisation's audit log.
create table private.audit_seals (
  organization_id uuid primary key references public.organizations (id) on delete restrict,
  ordinal bigint not null default 0 check (ordinal >= 0),
  chain bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'
    check (length(chain) = 32),
  updated_at timestamptz not null default now()
);

-- The private half of each organisation's key, encrypted with a key that the database does not have.
create table private.organization_signing_keys (
  organization_id uuid primary key references public.organizations (id) on delete restrict,
  sealed bytea not null check (length(sealed) = 60),
  created_at timestamptz not null default now()
);

-- Mails that have not gone through yet.
create table private.invitation_mails (
  invitation_id uuid primary key references public.invitations (id) on delete restrict,
  attempts integer not null default 0 check (attempts >= 0),
  -- Null: nobody tries again.
  retry_at timestamptz,
  updated_at timestamptz not null default now()
);

-- A mailed invitation has a second code, which only the mail holds; either opens it, once.
alter table public.invitations add column mailed_code_hash bytea unique check (length(mailed_code_hash) = 32);

insert into private.script_progress (script_id) select id from public.scripts;

-- Calling -------------------------------------------------------------------------------------------------------------
-- A call says what to look for and nothing else. It may be lost: the service looks now and then in any case.

create function private.wake_service_of_script() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into private.script_progress (script_id) values (new.id) on conflict do nothing;
    return null;
  end if;
  -- Once when it falls behind, not for every keystroke: all who commit share the lock that a notification takes.
  if exists (
    select from private.script_progress as progress where progress.script_id = new.id and progress.position >= old.head
  ) then
    perform pg_catalog.pg_notify('galley_service', 'script ' || new.id);
  end if;
  return null;
end
$$;
create trigger scripts_begin_progress after insert on public.scripts
  for each row execute function private.wake_service_of_script();
create trigger scripts_wake_service after update of head on public.scripts
  for each row when (new.head > old.head) execute function private.wake_service_of_script();

create function private.wake_service() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('galley_service', tg_argv[0]);
  return null;
end
$$;
create trigger audit_log_wake_service after insert on public.audit_log
  for each statement execute function private.wake_service('audit');
create trigger device_keys_wake_service after insert on public.device_keys
  for each statement execute function private.wake_service('keys');
create trigger invitations_wake_service after insert on public.invitations
  for each statement execute function private.wake_service('mail');

-- What was remembered of somebody's tokens is forgotten when they lose a membership.
create function private.wake_service_of_person() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('galley_service', 'person ' || new.person_id);
  return null;
end
$$;
create trigger organization_members_wake_service after update of role, revoked_at on public.organization_members
  for each row execute function private.wake_service_of_person();
create trigger project_members_wake_service after update of role, revoked_at on public.project_members
  for each row execute function private.wake_service_of_person();

-- The status that rows of a script are written with, and keep until this transaction ends.
create function private.hold_status(of_script uuid) returns public.script_status
language sql volatile security definer set search_path = '' as $$
  select script.status from public.scripts as script where script.id = of_script for share
$$;

-- Of these sessions, those that still are. The service may not read schema auth itself.
create function private.live_sessions(sessions uuid[]) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select session.id from auth.sessions as session
  where session.id = any (sessions) and (session.not_after is null or session.not_after > pg_catalog.now())
$$;

-- Rights --------------------------------------------------------------------------------------------------------------

alter table private.script_progress enable row level security;
alter table private.script_progress force row level security;
alter table private.audit_seals enable row level security;
alter table private.audit_seals force row level security;
alter table private.organization_signing_keys enable row level security;
alter table private.organization_signing_keys force row level security;
alter table private.invitation_mails enable row level security;
alter table private.invitation_mails force row level security;

revoke all on private.script_progress, private.audit_seals, private.organization_signing_keys,
  private.invitation_mails from public, anon, authenticated, service_role;
revoke all on function private.wake_service_of_script(), private.wake_service(), private.wake_service_of_person(),
  private.hold_status(uuid), private.live_sessions(uuid[]) from public, anon, authenticated;

grant usage on schema private to service_role;
grant execute on function private.hold_status(uuid), private.live_sessions(uuid[]) to service_role;
grant select, insert, update on private.script_progress, private.audit_seals, private.invitation_mails to service_role;
grant select, insert on private.organization_signing_keys to service_role;

grant update (mailed_code_hash) on public.invitations to service_role;
