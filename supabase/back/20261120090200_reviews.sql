-- The way back of 20261120090200_reviews.sql.

-- With every row: what is wanted is kept first.
drop table
  public.notifications, public.decisions, public.organization_keys, public.device_keys, public.reactions,
  public.comments, public.invitations, public.review_people, public.reviews, public.script_version_states,
  public.script_version_content, public.script_versions;
