-- The way back of 20261120090300_keeping.sql.

drop trigger copy_status on public.scripts;
drop trigger keep_head on public.scripts;
drop trigger keep_decisions_gapless on public.decisions;
drop trigger keep_log_gapless on public.script_updates;
drop trigger refuse_truncate on public.script_version_states;
drop trigger refuse_truncate on public.script_version_content;
drop trigger refuse_truncate on public.script_versions;
drop trigger refuse_truncate on public.script_updates;
drop trigger refuse_truncate on public.decisions;
drop trigger refuse_truncate on public.security_events;
drop trigger refuse_truncate on public.audit_log;
drop trigger refuse_change on public.script_version_states;
drop trigger refuse_change on public.script_version_content;
drop trigger refuse_change on public.script_versions;
drop trigger refuse_change on public.script_updates;
drop trigger refuse_change on public.decisions;
drop trigger refuse_change on public.security_events;
drop trigger refuse_delete on public.audit_log;
drop trigger seal_once on public.audit_log;
drop trigger keep_version on public.scripts;
drop trigger keep_version on public.projects;
drop trigger keep_version on public.organizations;
drop function
  private.copy_status, private.keep_head, private.keep_decisions_gapless,
  private.keep_log_gapless, private.seal_once, private.refuse_change, private.keep_version;
-- With its trigger: `postgres` may make one on auth.users, and not drop it.
drop function private.keep_profile cascade;
