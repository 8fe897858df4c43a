-- The way back of 20261120090000_people.sql.

-- With every row: what is wanted is kept first.
drop table
  public.security_events, public.audit_log, public.project_members, public.projects, public.organization_members,
  public.organizations, public.profile_emails, public.profiles;
drop type public.decision_kind, public.review_asks, public.review_state, public.version_kind, public.audience,
  public.script_status, public.project_role, public.organization_role;
drop schema private;

-- As generous again as the project came.
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges grant execute on functions to public;
