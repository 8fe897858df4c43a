-- The way back of 20261120092300_projects.sql.

drop function
  private.present_project, public.archive_project, public.rename_project, public.create_project,
  public.create_organization;
