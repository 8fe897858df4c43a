-- The way back of 20261120091000_callers.sql.

drop function
  private.introduce_caller, private.my_review_role, private.my_script_role, private.my_project_role,
  private.my_real_project_role, private.my_organization_role, private.my_projects(), private.my_organizations(),
  private.weaken, private.view_as, private.caller;
revoke usage on schema private from authenticated;
