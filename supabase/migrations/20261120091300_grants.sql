-- What each role may do with each table before row security is asked. Nobody but the database writes a table: whatever
-- is changed, is changed by a function that checks everything, in one transaction. What is not granted here is not.

revoke all on all tables in schema public from public, anon, authenticated, service_role;
revoke all on all sequences in schema public from public, anon, authenticated, service_role;
revoke all on all functions in schema public from public, anon, authenticated, service_role;

-- A table behind its guard: nobody signed out sees any of its rows, and nobody writes it past the functions, whatever
-- policy or grant is added to it later. For every table that is made.
create function private.guard(guarded regclass) returns void
language plpgsql set search_path = ''
as $$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('revoke all on table %s from public, anon, authenticated, service_role', guarded);
  execute format('grant select on table %s to service_role', guarded);
  execute format(
    'create policy guard on %s as restrictive for all to anon, authenticated '
    'using ((select auth.uid()) is not null) with check (false)', guarded
  );
  execute format(
    'create policy guard_deletion on %s as restrictive for delete to anon, authenticated using (false)', guarded
  );
end;
$$;

select private.guard(made.oid::regclass) from pg_catalog.pg_class as made
where made.relnamespace = 'public'::regnamespace and made.relkind in ('r', 'p')
order by made.relname;

-- People
grant select on public.profiles, public.profile_emails, public.organizations, public.organization_members,
  public.projects, public.project_members to authenticated;

-- Scripts: all but the head, the chain and the epoch, which `my_access` tells those who may read the text.
grant select (
  id, project_id, organization_id, title, status, due_at, version, created_by, created_at, updated_at
) on public.scripts to authenticated;
grant select on public.script_updates, public.script_updates_set_aside, public.script_snapshots, public.script_rows,
  public.script_seen to authenticated;

-- Reviews: all but their epochs, and invitations without their codes' hashes.
grant select on public.script_versions, public.script_version_content, public.script_version_states to authenticated;
grant select (
  id, script_id, version_id, title, message, asks, due_at, state, replaced_by, created_by, created_at, updated_at
) on public.reviews to authenticated;
grant select (
  id, organization_id, project_id, review_id, email, organization_role, project_role, invited_by, created_at,
  expires_at, accepted_at, accepted_by, revoked_at, mailed_at
) on public.invitations to authenticated;
grant select on public.review_people, public.comments, public.reactions, public.decisions, public.device_keys,
  public.organization_keys, public.notifications to authenticated;

-- What happened
grant select on public.audit_log, public.security_events to authenticated;

-- The service makes what is derived from the log, seals, certifies and mails; it never writes what a person wrote.
grant insert, update, delete on public.script_snapshots, public.script_rows to service_role;
grant insert on public.script_updates_set_aside, public.organization_keys, public.security_events to service_role;
grant update (ordinal, chain) on public.audit_log to service_role;
grant update (certificate, certified_at) on public.device_keys to service_role;
grant update (mailed_at) on public.invitations to service_role;
