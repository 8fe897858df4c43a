-- The way back of 20261120095100_epochs.sql.

drop trigger end_of_place on public.scripts;
drop trigger end_of_access on public.review_people;
drop trigger end_of_membership on public.project_members;
drop trigger end_of_membership on public.organization_members;
drop function
  private.end_of_place, private.end_of_review_access, private.end_of_project_membership,
  private.end_of_organization_membership;
