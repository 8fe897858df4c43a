-- The way back of 20261120093000_invitations.sql.

drop function public.revoke_invitation, public.invite, private.hash_of_code, private.make_code;
