-- The way back of 20261120091500_tokens.sql.

drop function public.custom_access_token;
revoke usage on schema public from supabase_auth_admin;
