-- Coming in with a code, changing roles, leaving. Wherever admins are counted, the organisation's row is locked first.

-- Held to by the table too, whoever writes it.
create function private.keep_an_admin() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.role = 'admin' and old.revoked_at is null and not exists (
    select from public.organization_members as other
    where other.organization_id = old.organization_id and other.role = 'admin' and other.revoked_at is null
  ) then
    raise exception 'organization % would be left without an admin', old.organization_id using errcode = '23514';
  end if;
  return null;
end;
$$;
create trigger keep_an_admin after update or delete on public.organization_members
  for each row execute function private.keep_an_admin();

create function private.is_last_admin(organization_id uuid, person_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select count(*) = 1 and bool_and(admins.person_id = is_last_admin.person_id)
  from public.organization_members as admins
  where admins.organization_id = is_last_admin.organization_id and admins.role = 'admin' and admins.revoked_at is null
$$;

-- Whoever has the code may use it, once: the one that was told or the one that was mailed. The same person asking again
-- is told the same.
create function public.accept_invitation(code text, person_name text default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  trimmed_name constant text := nullif(btrim(person_name), '');
  known public.invitations;
  present_role text;
  given_role text;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if trimmed_name is not null and not private.is_name(trimmed_name) then
    return private.refuse_name();
  end if;
  select * into known from public.invitations as invitation
  where private.hash_of_code(btrim(accept_invitation.code)) in (invitation.code_hash, invitation.mailed_code_hash)
  for update;
  if not found or known.revoked_at is not null then
    return private.refuse_recorded(
      404, 'code-invalid', 'This code is not valid.', 'accept_invitation', 'invitation', known.id, known.organization_id
    );
  end if;
  given_role := coalesce(known.organization_role::text, known.project_role::text);
  if known.accepted_at is not null and known.accepted_by <> caller then
    return private.refuse_recorded(
      410, 'code-used', 'This code was used already.', 'accept_invitation', 'invitation', known.id,
      known.organization_id
    );
  end if;
  if known.accepted_at is null then
    if known.expires_at <= now() then
      return private.refuse(410, 'code-expired', 'This code has expired.', null, 'Ask for a new invitation.');
    end if;
    perform private.introduce_caller(trimmed_name);
    select member.role::text into present_role from public.organization_members as member
    where member.organization_id = known.organization_id and member.person_id = caller and member.revoked_at is null;
    if present_role is null and known.project_id is not null then
      select member.role::text into present_role from public.project_members as member
      where member.project_id = known.project_id and member.person_id = caller and member.revoked_at is null;
    end if;
    if present_role <> given_role then
      return private.refuse(
        409, 'already-done', format('You are here already, as %s.', present_role), null,
        'An admin can change the role.'
      );
    end if;
    if known.project_id is null then
      insert into public.organization_members as member (organization_id, person_id, role, invited_by)
      values (known.organization_id, caller, known.organization_role, known.invited_by)
      on conflict (organization_id, person_id) do update
        set role = excluded.role, invited_by = excluded.invited_by, revoked_at = null, revoked_by = null;
    else
      insert into public.project_members as member (project_id, person_id, role, invited_by)
      values (known.project_id, caller, known.project_role, known.invited_by)
      on conflict (project_id, person_id) do update
        set role = excluded.role, invited_by = excluded.invited_by, revoked_at = null, revoked_by = null;
    end if;
    if known.review_id is not null then
      insert into public.review_people (review_id, person_id, added_by)
      values (known.review_id, caller, known.invited_by)
      on conflict (review_id, person_id) do update set added_by = excluded.added_by, revoked_at = null;
    end if;
    update public.invitations as invitation set accepted_at = now(), accepted_by = caller
    where invitation.id = known.id;
    perform private.audit(
      known.organization_id, 'accept_invitation', 'invitation', known.id,
      jsonb_build_object('role', given_role, 'project_id', known.project_id)
    );
  end if;
  return jsonb_build_object(
    'organization_id', known.organization_id, 'project_id', known.project_id, 'review_id', known.review_id,
    'role', given_role
  );
end;
$$;

-- Null when the caller may manage the members of the place, whose organisation is held then; otherwise the refusal.
create function private.refuse_managing(kind text, organization_id uuid, project_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  thing constant text := case when project_id is null then 'organization' else 'project' end;
  thing_id constant uuid := coalesce(project_id, organization_id);
  owner_id constant uuid := private.organization_of(thing, thing_id);
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  if num_nonnulls(organization_id, project_id) <> 1 then
    return private.refuse(400, 'bad-request', 'Say which organisation or which project.');
  end if;
  if private.my_organization_role(owner_id) = 'admin' then
    -- Held until the end, and asked again: somebody else may have ended the caller's own part meanwhile.
    perform from public.organizations as organization where organization.id = owner_id for update;
    if private.my_organization_role(owner_id) = 'admin' then
      return null;
    end if;
  end if;
  if exists (
    select from private.my_projects() as mine
    where mine.organization_id = owner_id
      and (refuse_managing.project_id is null or mine.project_id = refuse_managing.project_id)
  ) or private.my_organization_role(owner_id) is not null then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only an admin changes who belongs here.', kind, thing, thing_id, owner_id
    );
  end if;
  return private.refuse_absent(kind, thing, thing_id);
end;
$$;

create function public.change_role(
  person_id uuid,
  role text,
  organization_id uuid default null,
  project_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal constant jsonb :=
    private.refuse_managing('change_role', change_role.organization_id, change_role.project_id);
  owner_id constant uuid := coalesce(
    change_role.organization_id, private.organization_of('project', change_role.project_id)
  );
  present_role text;
begin
  if refusal is not null then
    return refusal;
  end if;
  if coalesce(change_role.role not in ('admin', 'internal', 'freelancer', 'client', 'viewer'), true)
    or (change_role.role in ('admin', 'internal')) <> (change_role.project_id is null) then
    return private.refuse(400, 'bad-request', 'This role does not exist here.');
  end if;
  if change_role.project_id is null then
    select member.role::text into present_role from public.organization_members as member
    where member.organization_id = owner_id and member.person_id = change_role.person_id and member.revoked_at is null;
  else
    select member.role::text into present_role from public.project_members as member
    where member.project_id = change_role.project_id and member.person_id = change_role.person_id
      and member.revoked_at is null;
  end if;
  if present_role is null then
    return private.refuse(404, 'not-found', 'This person does not belong here.');
  end if;
  if present_role <> change_role.role then
    if change_role.project_id is null then
      if private.is_last_admin(owner_id, change_role.person_id) then
        return private.refuse(
          409, 'last-admin', 'An organisation keeps at least one admin.', null, 'Make somebody else an admin first.'
        );
      end if;
      update public.organization_members as member set role = change_role.role::public.organization_role
      where member.organization_id = owner_id and member.person_id = change_role.person_id;
      perform private.withdraw_invitations_of(owner_id, change_role.person_id, array['admin', 'internal']);
    else
      update public.project_members as member set role = change_role.role::public.project_role
      where member.project_id = change_role.project_id and member.person_id = change_role.person_id;
    end if;
    perform private.audit(
      owner_id, 'change_role', 'person', change_role.person_id,
      jsonb_build_object('project_id', change_role.project_id, 'from', present_role, 'to', change_role.role)
    );
  end if;
  return jsonb_build_object('person_id', change_role.person_id, 'role', change_role.role);
end;
$$;

-- What somebody offered ends with the right to offer it.
create function private.withdraw_invitations_of(organization_id uuid, person_id uuid, roles text[]) returns void
language sql security definer set search_path = ''
as $$
  update public.invitations as invitation set revoked_at = now()
  where invitation.organization_id = withdraw_invitations_of.organization_id
    and invitation.invited_by = withdraw_invitations_of.person_id
    and invitation.accepted_at is null and invitation.revoked_at is null
    and coalesce(invitation.organization_role::text, invitation.project_role::text) = any (roles)
$$;

-- Whoever leaves the organisation leaves all its projects. A repeat finds it done.
create function public.revoke_member(
  person_id uuid,
  organization_id uuid default null,
  project_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  refusal constant jsonb :=
    private.refuse_managing('revoke_member', revoke_member.organization_id, revoke_member.project_id);
  owner_id constant uuid := coalesce(
    revoke_member.organization_id, private.organization_of('project', revoke_member.project_id)
  );
  ended timestamptz;
begin
  if refusal is not null then
    return refusal;
  end if;
  if revoke_member.project_id is null then
    select coalesce(member.revoked_at, 'infinity') into ended from public.organization_members as member
    where member.organization_id = owner_id and member.person_id = revoke_member.person_id;
    if ended = 'infinity' and private.is_last_admin(owner_id, revoke_member.person_id) then
      return private.refuse(
        409, 'last-admin', 'An organisation keeps at least one admin.', null, 'Make somebody else an admin first.'
      );
    end if;
  else
    select coalesce(member.revoked_at, 'infinity') into ended from public.project_members as member
    where member.project_id = revoke_member.project_id and member.person_id = revoke_member.person_id;
  end if;
  if ended is null then
    return private.refuse(404, 'not-found', 'This person does not belong here.');
  end if;
  if ended = 'infinity' then
    perform private.end_membership(owner_id, revoke_member.project_id, revoke_member.person_id);
    perform private.audit(
      owner_id, 'revoke_member', 'person', revoke_member.person_id,
      jsonb_build_object('project_id', revoke_member.project_id)
    );
  end if;
  return jsonb_build_object('person_id', revoke_member.person_id);
end;
$$;

-- In an order in which each old channel is rung once: what gave the right to read goes first in a project, and last in
-- an organisation (see the triggers on these tables).
create function private.end_membership(organization_id uuid, project_id uuid, person_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  projects constant uuid[] := array(
    select project.id from public.projects as project
    where project.organization_id = end_membership.organization_id
      and (end_membership.project_id is null or project.id = end_membership.project_id)
  );
begin
  update public.project_members as member set revoked_at = now(), revoked_by = private.caller()
  where member.project_id = any (projects) and member.person_id = end_membership.person_id
    and member.revoked_at is null;
  update public.review_people as sent set revoked_at = now()
  from public.reviews as review join public.scripts as script on script.id = review.script_id
  where sent.review_id = review.id and script.project_id = any (projects)
    and sent.person_id = end_membership.person_id and sent.revoked_at is null;
  if end_membership.project_id is null then
    update public.organization_members as member set revoked_at = now(), revoked_by = private.caller()
    where member.organization_id = end_membership.organization_id and member.person_id = end_membership.person_id
      and member.revoked_at is null;
    perform private.withdraw_invitations_of(
      end_membership.organization_id, end_membership.person_id,
      array['admin', 'internal', 'freelancer', 'client', 'viewer']
    );
    update public.device_keys as device set revoked_at = now()
    where device.organization_id = end_membership.organization_id and device.person_id = end_membership.person_id
      and device.revoked_at is null;
  end if;
end;
$$;

create function public.rename_person(name text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  if not private.is_name(btrim(name)) then
    return private.refuse_name();
  end if;
  return jsonb_build_object('person_id', private.introduce_caller(btrim(name)), 'name', btrim(name));
end;
$$;

grant execute on function
  public.accept_invitation(text, text), public.change_role(uuid, text, uuid, uuid),
  public.revoke_member(uuid, uuid, uuid), public.rename_person(text)
to authenticated;
