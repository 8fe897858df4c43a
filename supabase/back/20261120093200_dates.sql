-- The way back of 20261120093200_dates.sql.

drop function public.set_due;
