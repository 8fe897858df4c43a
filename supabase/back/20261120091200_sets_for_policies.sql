-- The way back of 20261120091200_sets_for_policies.sql.

drop function
  private.my_people, private.my_addresses, private.my_versions, private.my_reviews, private.my_scripts,
  private.my_projects(text[]), private.my_organizations(text[]);
