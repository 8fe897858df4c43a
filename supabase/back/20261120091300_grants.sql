-- The way back of 20261120091300_grants.sql.

do $$
declare
  made regclass;
begin
  for made in
    select relation.oid from pg_catalog.pg_class as relation
    where relation.relnamespace = 'public'::regnamespace and relation.relkind in ('r', 'p')
  loop
    execute format('drop policy guard on %s', made);
    execute format('drop policy guard_deletion on %s', made);
    execute format('alter table %s no force row level security', made);
    execute format('alter table %s disable row level security', made);
  end loop;
end;
$$;

-- A right on single columns goes with the table's own.
revoke all on all tables in schema public from authenticated, service_role;

drop function private.guard;
