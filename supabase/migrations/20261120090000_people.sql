-- People, what they belong to, and what is written down of what they did. Rights stand in later migrations.
-- In all tables: ids are made where the thing is made and kept across retries; times are UTC.

-- Hosted projects give whatever is made in `public` to everybody. Here nothing is given that no migration gives.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;
create schema private;

create type public.organization_role as enum ('admin', 'internal');
create type public.project_role as enum ('freelancer', 'client', 'viewer');
create type public.script_status as enum ('draft', 'in_review', 'changes_requested', 'approved', 'archived');
create type public.audience as enum ('client', 'internal');
create type public.version_kind as enum ('named', 'sent', 'decided');
create type public.review_state as enum ('open', 'replaced', 'closed');
create type public.review_asks as enum ('comments', 'decision_per_scene', 'decision_for_all');
create type public.decision_kind as enum ('approved', 'changes_requested');

-- People and what they belong to --------------------------------------------------------------------------------------

create table public.profiles (
  -- A person can be deleted as long as nothing names them.
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Apart from the profile, because those who may read a name may not all read the address.
create table public.profile_emails (
  person_id uuid primary key references public.profiles (id) on delete cascade,
  email text not null check (length(email) between 3 and 320)
);

create table public.organizations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  version integer not null default 1,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.organization_members (
  organization_id uuid not null references public.organizations (id) on delete restrict,
  person_id uuid not null references public.profiles (id) on delete restrict,
  role public.organization_role not null,
  invited_by uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid references public.profiles (id),
  primary key (organization_id, person_id)
);
create index organization_members_person on public.organization_members (person_id) where revoked_at is null;

create table public.projects (
  id uuid primary key,
  organization_id uuid not null references public.organizations (id) on delete restrict,
  name text not null check (length(name) between 1 and 200),
  version integer not null default 1,
  archived_at timestamptz,
  created_by uuid not null references public.profiles (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- So that what lies below can carry its organisation along and be held to it.
  unique (id, organization_id)
);
create index projects_organization on public.projects (organization_id);

create table public.project_members (
  project_id uuid not null references public.projects (id) on delete restrict,
  person_id uuid not null references public.profiles (id) on delete restrict,
  role public.project_role not null,
  invited_by uuid references public.profiles (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid references public.profiles (id),
  primary key (project_id, person_id)
);
create index project_members_person on public.project_members (person_id) where revoked_at is null;

-- What happened -------------------------------------------------------------------------------------------------------
-- Append-only, and without words of scripts, tokens or codes: ids, kinds and numbers.

create table public.audit_log (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id),
  at timestamptz not null default clock_timestamp(),
  actor uuid,
  verb text not null check (length(verb) between 1 and 100),
  thing text not null check (length(thing) between 1 and 100),
  thing_id uuid,
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and length(details::text) <= 4000),
  -- Its place in the organisation's chain: given once, by the service, when it is sealed.
  ordinal bigint check (ordinal > 0),
  chain bytea check (length(chain) = 32),
  unique (organization_id, ordinal)
);
create index audit_log_unsealed on public.audit_log (at) where ordinal is null;
create index audit_log_time on public.audit_log (organization_id, at desc);

create table public.security_events (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  organization_id uuid references public.organizations (id),
  actor uuid,
  kind text not null check (length(kind) between 1 and 100),
  thing text check (length(thing) between 1 and 100),
  thing_id uuid,
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and length(details::text) <= 4000)
);
create index security_events_time on public.security_events (at desc);
create index security_events_organization on public.security_events (organization_id, at desc);
