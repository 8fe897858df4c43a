-- The way back of 20261120093100_members.sql.

drop trigger keep_an_admin on public.organization_members;
drop function
  public.rename_person, private.end_membership, public.revoke_member, private.withdraw_invitations_of,
  public.change_role, private.refuse_managing, public.accept_invitation, private.is_last_admin, private.keep_an_admin;
