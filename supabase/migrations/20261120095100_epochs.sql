-- New epochs in the transaction that takes a right to read away, whatever takes it: a function or plain SQL. Each
-- trigger asks whether the row that changed was what gave the right, so that each old channel is rung once.

create function private.end_of_organization_membership() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.revoked_at is null and (
    tg_op = 'DELETE' or new.revoked_at is not null or (old.role = 'admin' and new.role <> 'admin')
  ) then
    perform private.rotate_epochs_of_organization(old.organization_id);
  end if;
  return null;
end;
$$;
create trigger end_of_membership after update or delete on public.organization_members
  for each row execute function private.end_of_organization_membership();

-- A freelancer reads the live text and the notes, a viewer the live text, a client what was sent to them. Nothing was
-- given by this row to somebody who is in the organisation.
create function private.end_of_project_membership() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.revoked_at is null
    and (
      tg_op = 'DELETE' or new.revoked_at is not null
      or (old.role = 'freelancer' and new.role <> 'freelancer')
      or (old.role = 'viewer' and new.role = 'client')
    )
    and not exists (
      select from public.organization_members as stronger
      join public.projects as project on project.organization_id = stronger.organization_id
      where project.id = old.project_id and stronger.person_id = old.person_id and stronger.revoked_at is null
    ) then
    perform private.rotate_epochs_of_project(old.project_id);
  end if;
  return null;
end;
$$;
create trigger end_of_membership after update or delete on public.project_members
  for each row execute function private.end_of_project_membership();

-- Being sent a review gives something to clients alone.
create function private.end_of_review_access() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.revoked_at is null and (tg_op = 'DELETE' or new.revoked_at is not null) and exists (
    select from public.reviews as review
    join public.scripts as script on script.id = review.script_id
    join public.project_members as theirs on theirs.project_id = script.project_id
    where review.id = old.review_id and theirs.person_id = old.person_id
      and theirs.role = 'client' and theirs.revoked_at is null
  ) then
    perform private.rotate_epochs('{}', array[old.review_id]);
  end if;
  return null;
end;
$$;
create trigger end_of_access after update or delete on public.review_people
  for each row execute function private.end_of_review_access();

create function private.end_of_place() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.rotate_epochs_of_script(old.id);
  return null;
end;
$$;
create trigger end_of_place after update of project_id on public.scripts
  for each row when (old.project_id is distinct from new.project_id) execute function private.end_of_place();
