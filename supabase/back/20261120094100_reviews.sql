-- The way back of 20261120094100_reviews.sql.

drop function
  public.revoke_review_person, public.close_review, private.refuse_directing, public.send_to_review, private.notify,
  private.ring_notes, private.ring_review;
