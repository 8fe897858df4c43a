-- The way back of 20261120094000_versions.sql.

drop function public.publish_version, private.fault_in_scenes, private.bytes_of;
