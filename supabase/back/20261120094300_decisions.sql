-- The way back of 20261120094300_decisions.sql.

drop function public.read_notifications, public.decide, private.told_decision, public.register_device_key;
