-- Versions, and what is said and decided about them.


create table public.script_versions (
  id uuid primary key,
  script_id uuid not null references public.scripts (id) on delete restrict,
  number integer not null check (number > 0),
  name text not null check (length(name) between 1 and 200),
  kind public.version_kind not null,
  -- SHA-256 of the canonical JSON of the visible rows, for all scenes together.
  content_hash bytea not null check (length(content_hash) = 32),
  -- The log's position and chain that it was made from.
  position bigint not null check (position >= 0),
  chain bytea not null check (length(chain) = 32),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  unique (script_id, number),
  unique (id, script_id)
);

-- What clients read. Text and not jsonb: the hash is over these very bytes.
create table public.script_version_content (
  version_id uuid not null references public.script_versions (id) on delete restrict,
  ordinal integer not null check (ordinal >= 0),
  scene_id uuid not null,
  content text not null check (length(content) <= 8388608),
  content_hash bytea not null check (length(content_hash) = 32),
  primary key (version_id, ordinal),
  unique (version_id, scene_id)
);

create table public.script_version_states (
  version_id uuid primary key references public.script_versions (id) on delete restrict,
  bytes bytea not null,
  sha256 bytea not null check (length(sha256) = 32)
);

create table public.reviews (
  id uuid primary key,
  script_id uuid not null references public.scripts (id) on delete restrict,
  version_id uuid not null,
  -- A client reads this title and not the script's row.
  title text not null check (length(title) between 1 and 200),
  message text not null default '' check (length(message) <= 10000),
  asks public.review_asks not null,
  due_at timestamptz,
  state public.review_state not null default 'open',
  replaced_by uuid references public.reviews (id),
  epoch text not null default encode(extensions.gen_random_bytes(16), 'hex') check (epoch ~ '^[0-9a-f]{32}$'),
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (version_id, script_id) references public.script_versions (id, script_id)
);
create index reviews_script on public.reviews (script_id);
create index reviews_version on public.reviews (version_id);

create table public.review_people (
  review_id uuid not null references public.reviews (id) on delete restrict,
  person_id uuid not null references public.profiles (id),
  added_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (review_id, person_id)
);
create index review_people_person on public.review_people (person_id) where revoked_at is null;

-- One code, one use: into an organisation, into a project, or into one review. Only the code's SHA-256 is kept.
create table public.invitations (
  id uuid primary key,
  organization_id uuid not null references public.organizations (id) on delete restrict,
  project_id uuid,
  review_id uuid references public.reviews (id),
  email text not null check (length(email) between 3 and 320),
  organization_role public.organization_role,
  project_role public.project_role,
  code_hash bytea not null unique check (length(code_hash) = 32),
  invited_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id),
  revoked_at timestamptz,
  -- When the service has mailed it; without mail it is handed over by the person who invited.
  mailed_at timestamptz,
  foreign key (project_id, organization_id) references public.projects (id, organization_id),
  check (num_nonnulls(organization_role, project_role) = 1),
  check ((project_role is not null) = (project_id is not null))
);
create index invitations_organization on public.invitations (organization_id);
create index invitations_project on public.invitations (project_id);

create table public.comments (
  id uuid primary key,
  script_id uuid not null references public.scripts (id) on delete restrict,
  review_id uuid references public.reviews (id),
  version_id uuid,
  parent_id uuid references public.comments (id),
  audience public.audience not null,
  -- {version, scene?, row?, cell?, from?, to?, quote?}: where it stands, in terms of its version.
  anchor jsonb not null default '{}' check (jsonb_typeof(anchor) = 'object' and length(anchor::text) <= 4000),
  -- Its words go when it is deleted; the row stays for the answers to it.
  body text not null check (length(body) <= 10000 and (length(body) > 0) = (deleted_at is null)),
  author uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references public.profiles (id),
  foreign key (version_id, script_id) references public.script_versions (id, script_id)
);
create index comments_script on public.comments (script_id);
create index comments_review on public.comments (review_id);
create index comments_parent on public.comments (parent_id);

create table public.reactions (
  comment_id uuid not null references public.comments (id) on delete restrict,
  person_id uuid not null references public.profiles (id),
  emoji text not null check (length(emoji) between 1 and 16),
  created_at timestamptz not null default now(),
  primary key (comment_id, person_id, emoji)
);

create table public.device_keys (
  id uuid primary key,
  person_id uuid not null references public.profiles (id),
  organization_id uuid not null references public.organizations (id),
  name text not null check (length(name) between 1 and 200),
  -- Raw Ed25519.
  public_key bytea not null check (length(public_key) = 32),
  created_at timestamptz not null default now(),
  -- The organisation's signature over this key, made by the service.
  certificate bytea check (length(certificate) = 64),
  certified_at timestamptz,
  revoked_at timestamptz,
  unique (organization_id, public_key)
);
create index device_keys_person on public.device_keys (person_id);

-- The organisation's own key: anybody in it may know the public half, the service alone keeps the other.
create table public.organization_keys (
  organization_id uuid primary key references public.organizations (id) on delete restrict,
  public_key bytea not null check (length(public_key) = 32),
  created_at timestamptz not null default now()
);

-- Append-only; each names the one before it of its review by its hash.
create table public.decisions (
  id uuid primary key,
  review_id uuid not null references public.reviews (id) on delete restrict,
  version_id uuid not null references public.script_versions (id),
  scene_id uuid,
  decision public.decision_kind not null,
  note text not null default '' check (length(note) <= 10000),
  content_hash bytea not null check (length(content_hash) = 32),
  person_id uuid not null references public.profiles (id),
  role text not null,
  device_key_id uuid not null references public.device_keys (id),
  signature bytea not null check (length(signature) = 64),
  decided_at timestamptz not null,
  received_at timestamptz not null default now(),
  ordinal integer not null check (ordinal > 0),
  chain bytea not null check (length(chain) = 32),
  unique (review_id, ordinal)
);

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references public.profiles (id),
  kind text not null check (kind in ('mentioned', 'replied', 'review_sent', 'decided', 'due')),
  script_id uuid references public.scripts (id),
  review_id uuid references public.reviews (id),
  comment_id uuid references public.comments (id),
  created_at timestamptz not null default now(),
  read_at timestamptz
);
create index notifications_person on public.notifications (person_id, created_at desc);
