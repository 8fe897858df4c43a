-- The way back of 20261120092000_words_and_frames.sql.

drop function
  private.to_base64, private.frames, private.refuse_taken, private.refuse_version, private.refuse_unless_staff,
  private.refuse_role, private.refuse_name, private.refuse_signed_out, private.is_name;
