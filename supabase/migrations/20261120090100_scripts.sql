-- Scripts, their logs, and what the service makes of them.


create table public.scripts (
  id uuid primary key,
  project_id uuid not null,
  organization_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  status public.script_status not null default 'draft',
  due_at timestamptz,
  -- Counts changes of title, status, project and dates; appending to the log leaves it alone.
  version integer not null default 1,
  -- The last position in the log and the running chain there: sha256(previous chain || id || sha256(bytes)).
  head bigint not null default 0 check (head >= 0),
  chain bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'
    check (length(chain) = 32),
  -- 128 random bits in the names of the script's channels; new whenever somebody loses the right to read.
  epoch text not null default encode(extensions.gen_random_bytes(16), 'hex') check (epoch ~ '^[0-9a-f]{32}$'),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (project_id, organization_id) references public.projects (id, organization_id)
);
create index scripts_project on public.scripts (project_id);
create index scripts_organization on public.scripts (organization_id);

create table public.script_updates (
  script_id uuid not null references public.scripts (id) on delete restrict,
  position bigint not null check (position > 0),
  id uuid not null,
  format integer not null check (format > 0),
  bytes bytea not null check (length(bytes) between 2 and 1048576),
  chain bytea not null check (length(chain) = 32),
  pushed_by uuid not null references public.profiles (id),
  -- Whoever wrote it first, as the pusher says it: content brought back after the server lost it.
  claimed_author uuid,
  created_at timestamptz not null default now(),
  primary key (script_id, position),
  unique (script_id, id)
);

-- Updates that nobody can read: found by the service, left out of snapshots and rows, still in the log.
create table public.script_updates_set_aside (
  script_id uuid not null,
  position bigint not null,
  reason text not null check (length(reason) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (script_id, position),
  foreign key (script_id, position) references public.script_updates (script_id, position)
);

-- Made by the service alone; a Yjs state (V2) that covers the log up to a position and its chain there.
create table public.script_snapshots (
  script_id uuid not null references public.scripts (id) on delete restrict,
  position bigint not null check (position > 0),
  chain bytea not null check (length(chain) = 32),
  bytes bytea not null,
  sha256 bytea not null check (length(sha256) = 32),
  created_at timestamptz not null default now(),
  primary key (script_id, position)
);

-- The script's visible rows as the service last read them, for search and reports. Never the truth: that is the log.
create table public.script_rows (
  script_id uuid not null references public.scripts (id) on delete restrict,
  row_id uuid not null,
  scene_id uuid,
  ordinal integer not null check (ordinal >= 0),
  content jsonb not null,
  -- Kept by a trigger on scripts: an index predicate may look at its own table only.
  script_status public.script_status not null,
  position bigint not null,
  updated_at timestamptz not null default now(),
  primary key (script_id, row_id)
);
create index script_rows_content on public.script_rows using gin (content jsonb_path_ops);
create index script_rows_in_work on public.script_rows (script_id, ordinal)
  where script_status not in ('approved', 'archived');

create table public.script_seen (
  script_id uuid not null references public.scripts (id) on delete restrict,
  person_id uuid not null references public.profiles (id),
  device_id uuid not null,
  position bigint not null check (position >= 0),
  seen_at timestamptz not null default now(),
  primary key (script_id, person_id, device_id)
);
