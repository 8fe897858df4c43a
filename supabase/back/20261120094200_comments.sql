-- The way back of 20261120094200_comments.sql.

drop function
  public.react, public.resolve_comment, public.delete_comment, public.edit_comment, private.refuse_commenting,
  public.comment, private.ring_comment, private.my_comment_role;
