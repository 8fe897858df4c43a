-- The way back of 20261120090100_scripts.sql.

-- With every row: what is wanted is kept first.
drop table
  public.script_seen, public.script_rows, public.script_snapshots, public.script_updates_set_aside,
  public.script_updates, public.scripts;
