-- Who reads which rows. Written from the table of rights and not from the program: a test compares the two.
-- The team of a project: the organisation's people and its freelancers. Viewers read the live text, clients never do.

-- People --------------------------------------------------------------------------------------------------------------

create policy read on public.profiles for select to authenticated
  using (id in (select private.my_people()));
create policy read on public.profile_emails for select to authenticated
  using (person_id in (select private.my_addresses()));

create policy read on public.organizations for select to authenticated
  using (id in (select private.my_organizations(array['admin', 'internal'])));
create policy read on public.organization_members for select to authenticated
  using (organization_id in (select private.my_organizations(array['admin', 'internal'])));

create policy read on public.projects for select to authenticated
  using (id in (select private.my_projects(array['admin', 'internal', 'freelancer', 'client', 'viewer'])));
create policy read on public.project_members for select to authenticated
  using (project_id in (select private.my_projects(array['admin', 'internal', 'freelancer', 'client', 'viewer'])));

-- Scripts -------------------------------------------------------------------------------------------------------------

create policy read on public.scripts for select to authenticated
  using (project_id in (select private.my_projects(array['admin', 'internal', 'freelancer', 'viewer'])));
create policy read on public.script_updates for select to authenticated
  using (script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer', 'viewer'])));
create policy read on public.script_updates_set_aside for select to authenticated
  using (script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer', 'viewer'])));
create policy read on public.script_snapshots for select to authenticated
  using (script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer', 'viewer'])));
create policy read on public.script_rows for select to authenticated
  using (script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer', 'viewer'])));
create policy read on public.script_seen for select to authenticated
  using (script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer', 'viewer'])));

-- Versions and reviews ------------------------------------------------------------------------------------------------

create policy read on public.script_versions for select to authenticated
  using (id in (select private.my_versions()));
create policy read on public.script_version_content for select to authenticated
  using (version_id in (select private.my_versions()));
-- A state keeps deleted words and the whole history.
create policy read on public.script_version_states for select to authenticated
  using (
    version_id in (
      select made.id from public.script_versions as made
      where made.script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer']))
    )
  );

create policy read on public.reviews for select to authenticated
  using (id in (select private.my_reviews(array['admin', 'internal', 'freelancer', 'client', 'viewer'])));
create policy read on public.review_people for select to authenticated
  using (review_id in (select private.my_reviews(array['admin', 'internal', 'freelancer', 'client', 'viewer'])));
create policy read on public.decisions for select to authenticated
  using (review_id in (select private.my_reviews(array['admin', 'internal', 'freelancer', 'client', 'viewer'])));

-- Internal people invite into projects; who is invited into the organisation is its admins' business.
create policy read on public.invitations for select to authenticated
  using (
    organization_id in (select private.my_organizations(array['admin']))
    or project_id in (select private.my_projects(array['internal']))
  );

-- Internal comments are the team's; what was deleted is nobody's.
create policy read on public.comments for select to authenticated
  using (
    deleted_at is null and (
      script_id in (select private.my_scripts(array['admin', 'internal', 'freelancer']))
      or (
        audience = 'client' and (
          script_id in (select private.my_scripts(array['viewer']))
          or review_id in (select private.my_reviews(array['client']))
        )
      )
    )
  );
-- As far as the comment can be read.
create policy read on public.reactions for select to authenticated
  using (exists (select from public.comments as said where said.id = comment_id));

-- With a receipt comes the key that signed it.
create policy read on public.device_keys for select to authenticated
  using (
    person_id = (select auth.uid())
    or organization_id in (select private.my_organizations(array['admin', 'internal']))
    or id in (select decided.device_key_id from public.decisions as decided)
  );
create policy read on public.organization_keys for select to authenticated
  using (
    organization_id in (select private.my_organizations(array['admin', 'internal']))
    or organization_id in (select mine.organization_id from private.my_projects() as mine)
  );

create policy read on public.notifications for select to authenticated
  using (person_id = (select auth.uid()));

-- What happened -------------------------------------------------------------------------------------------------------

create policy read on public.audit_log for select to authenticated
  using (organization_id in (select private.my_organizations(array['admin'])));
create policy read on public.security_events for select to authenticated
  using (organization_id in (select private.my_organizations(array['admin'])));
