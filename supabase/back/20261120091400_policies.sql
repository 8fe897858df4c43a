-- The way back of 20261120091400_policies.sql.

drop policy read on public.security_events;
drop policy read on public.audit_log;
drop policy read on public.notifications;
drop policy read on public.organization_keys;
drop policy read on public.device_keys;
drop policy read on public.reactions;
drop policy read on public.comments;
drop policy read on public.invitations;
drop policy read on public.decisions;
drop policy read on public.review_people;
drop policy read on public.reviews;
drop policy read on public.script_version_states;
drop policy read on public.script_version_content;
drop policy read on public.script_versions;
drop policy read on public.script_seen;
drop policy read on public.script_rows;
drop policy read on public.script_snapshots;
drop policy read on public.script_updates_set_aside;
drop policy read on public.script_updates;
drop policy read on public.scripts;
drop policy read on public.project_members;
drop policy read on public.projects;
drop policy read on public.organization_members;
drop policy read on public.organizations;
drop policy read on public.profile_emails;
drop policy read on public.profiles;
