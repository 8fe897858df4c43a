-- The way back of 20261120092200_pull_updates.sql.

drop function public.seen, public.missing_updates, private.named, private.people_of, public.pull_updates;
