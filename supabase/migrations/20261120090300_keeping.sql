-- What the tables keep true by themselves, whoever writes them.

-- Optimistic locking --------------------------------------------------------------------------------------------------
-- Whoever changes what people see of a script, project or organisation names the version that the change makes: the one
-- they saw, plus one. Somebody who saw an older one is refused, and so is who names none. What the server counts for
-- itself (head, chain, epoch) leaves the version alone.

create function private.keep_version() returns trigger
language plpgsql set search_path = ''
as $$
declare
  counted constant text[] := array['head', 'chain', 'epoch', 'updated_at', 'version'];
begin
  if to_jsonb(new) - counted = to_jsonb(old) - counted then
    if new.version is distinct from old.version then
      raise exception 'the version counts changes, and nothing has changed' using errcode = 'PT409';
    end if;
    return new;
  end if;
  if new.version is distinct from old.version + 1 then
    raise exception 'somebody else has changed this meanwhile' using
      errcode = 'PT409',
      detail = format('version %s is made next, and version %s was named', old.version + 1, new.version),
      hint = 'Set version to the version that you saw, plus one.';
  end if;
  new.updated_at := now();
  return new;
end;
$$;

create trigger keep_version before update on public.organizations
  for each row execute function private.keep_version();
create trigger keep_version before update on public.projects
  for each row execute function private.keep_version();
create trigger keep_version before update on public.scripts
  for each row execute function private.keep_version();

-- Nothing written down is changed -------------------------------------------------------------------------------------

create function private.refuse_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception '% of public.% is refused: what is there stays as it is', lower(tg_op), tg_table_name
    using errcode = '42501';
end;
$$;

-- An entry is sealed once: its place in the chain is given to it, and nothing else of it changes.
create function private.seal_once() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if old.ordinal is null and old.chain is null and new.ordinal is not null and new.chain is not null
    and to_jsonb(new) - array['ordinal', 'chain'] = to_jsonb(old) - array['ordinal', 'chain'] then
    return new;
  end if;
  raise exception 'update of public.audit_log is refused: an entry is sealed once and otherwise stays as it is'
    using errcode = '42501';
end;
$$;

create trigger seal_once before update on public.audit_log
  for each row execute function private.seal_once();
create trigger refuse_delete before delete on public.audit_log
  for each row execute function private.refuse_change();

create trigger refuse_change before update or delete on public.security_events
  for each row execute function private.refuse_change();
create trigger refuse_change before update or delete on public.decisions
  for each row execute function private.refuse_change();
create trigger refuse_change before update or delete on public.script_updates
  for each row execute function private.refuse_change();
create trigger refuse_change before update or delete on public.script_versions
  for each row execute function private.refuse_change();
create trigger refuse_change before update or delete on public.script_version_content
  for each row execute function private.refuse_change();
create trigger refuse_change before update or delete on public.script_version_states
  for each row execute function private.refuse_change();

create trigger refuse_truncate before truncate on public.audit_log
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.security_events
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.decisions
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.script_updates
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.script_versions
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.script_version_content
  for each statement execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.script_version_states
  for each statement execute function private.refuse_change();

-- The log has no gaps -------------------------------------------------------------------------------------------------
-- An update stands right behind the script's last. Its writer holds the script's row, so that the order of positions
-- is the order of commits. Asked once for a statement: asked for each row, it took longer than all else of a push.

create function private.keep_log_gapless() returns trigger
language plpgsql set search_path = ''
as $$
declare
  log record;
begin
  for log in
    select added.script_id, min(added.position) as first, max(added.position) as last, count(*) as count
    from added group by added.script_id
  loop
    if log.last - log.first + 1 <> log.count or (
      log.first > 1 and not exists (
        select from public.script_updates as previous
        where previous.script_id = log.script_id and previous.position = log.first - 1
      )
    ) then
      raise exception 'position % of script % would leave a gap', log.first, log.script_id using errcode = '23514';
    end if;
  end loop;
  return null;
end;
$$;
create trigger keep_log_gapless after insert on public.script_updates
  referencing new table as added for each statement execute function private.keep_log_gapless();

create function private.keep_decisions_gapless() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if new.ordinal > 1 and not exists (
    select from public.decisions as previous
    where previous.review_id = new.review_id and previous.ordinal = new.ordinal - 1
  ) then
    raise exception 'decision % of review % would leave a gap', new.ordinal, new.review_id using errcode = '23514';
  end if;
  return new;
end;
$$;
create trigger keep_decisions_gapless before insert on public.decisions
  for each row execute function private.keep_decisions_gapless();

-- The head of a script's log never goes back: a restored server is recognised by its chain, not by this.
create function private.keep_head() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if new.head < old.head then
    raise exception 'the head of script % would go back from % to %', new.id, old.head, new.head
      using errcode = '23514';
  end if;
  return new;
end;
$$;
create trigger keep_head before update of head on public.scripts
  for each row execute function private.keep_head();

-- A script's rows know its status -------------------------------------------------------------------------------------

create function private.copy_status() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.script_rows set script_status = new.status where script_id = new.id;
  return null;
end;
$$;
create trigger copy_status after update of status on public.scripts
  for each row when (old.status is distinct from new.status) execute function private.copy_status();

-- Whoever signs up has a profile --------------------------------------------------------------------------------------
-- Never in the way of signing up: a name that does not fit is cut or left out, a missing address is skipped.

create function private.keep_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  given_name constant text := nullif(btrim(left(btrim(coalesce(new.raw_user_meta_data ->> 'name', '')), 200)), '');
  address constant text := case when length(new.email) between 3 and 320 then new.email end;
begin
  insert into public.profiles (id, name)
  values (new.id, coalesce(given_name, nullif(left(split_part(address, '@', 1), 200), ''), 'Somebody'))
  on conflict (id) do nothing;
  if address is null then
    delete from public.profile_emails where person_id = new.id;
  else
    insert into public.profile_emails as known (person_id, email) values (new.id, address)
    on conflict (person_id) do update set email = excluded.email where known.email <> excluded.email;
  end if;
  return null;
end;
$$;
create trigger keep_profile after insert or update of email on auth.users
  for each row execute function private.keep_profile();
