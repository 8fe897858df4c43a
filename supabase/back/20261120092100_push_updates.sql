-- The way back of 20261120092100_push_updates.sql.

drop function private.refuse_status, public.push_updates, private.ring, private.read_pushed;
