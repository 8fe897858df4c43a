-- The way back of 20261120095000_topics.sql.

drop policy nothing_changes on realtime.messages;
drop policy only_cursors on realtime.messages;
drop policy speak on realtime.messages;
drop policy listen on realtime.messages;
drop function private.may_speak, private.may_listen, private.topic_parts;
