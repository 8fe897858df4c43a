-- The way back of 20261120092500_access.sql.

drop function public.health, public.server_clock, public.my_access;
