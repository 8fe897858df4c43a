-- Called by the auth service with the claims of every new token. `user_metadata` is whatever people have written about
-- themselves: a token does not carry it, so that no policy and no program can be tempted to believe it.

create function public.custom_access_token(event jsonb) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('claims', (event -> 'claims') - 'user_metadata') $$;

grant usage on schema public to supabase_auth_admin;
grant execute on function public.custom_access_token(jsonb) to supabase_auth_admin;
