-- The way back of 20261120092400_scripts.sql.

drop function public.move_script, public.rename_script, public.set_status, public.create_script, private.present_script;
