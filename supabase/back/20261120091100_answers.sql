-- The way back of 20261120091100_answers.sql.

drop function
  private.rotate_epochs_of_organization, private.rotate_epochs_of_project, private.rotate_epochs_of_script,
  private.rotate_epochs, private.audit, private.organization_of, private.refuse_absent, private.refuse_recorded,
  private.record_attempt, private.refuse;
