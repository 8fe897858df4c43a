-- The way back of 20261120096000_service.sql.

drop trigger project_members_wake_service on public.project_members;
drop trigger organization_members_wake_service on public.organization_members;
drop trigger invitations_wake_service on public.invitations;
drop trigger device_keys_wake_service on public.device_keys;
drop trigger audit_log_wake_service on public.audit_log;
drop trigger scripts_wake_service on public.scripts;
drop trigger scripts_begin_progress on public.scripts;
drop function
  private.live_sessions, private.hold_status, private.wake_service_of_person, private.wake_service,
  private.wake_service_of_script;
revoke usage on schema private from service_role;
alter table public.invitations drop column mailed_code_hash;
drop table
  private.invitation_mails, private.organization_signing_keys, private.audit_seals, private.script_progress;
