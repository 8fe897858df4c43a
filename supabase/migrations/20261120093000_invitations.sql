-- Inviting people, by a code of which only the SHA-256 is kept.

-- 22 characters of base62: 131 random bits. Bytes from 248 on are passed over, so that all are equally likely.
create function private.make_code() returns text
language plpgsql set search_path = ''
as $$
declare
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  drawn bytea;
  code text := '';
begin
  loop
    drawn := extensions.gen_random_bytes(32);
    for place in 0 .. 31 loop
      continue when get_byte(drawn, place) >= 248;
      code := code || substr(alphabet, get_byte(drawn, place) % 62 + 1, 1);
      if length(code) = 22 then
        return code;
      end if;
    end loop;
  end loop;
end;
$$;

create function private.hash_of_code(code text) returns bytea
language sql immutable set search_path = ''
as $$ select sha256(convert_to(code, 'UTF8')) $$;

-- Asking again with the same id gives a new code in place of the one that nobody received. With `review_id` a client is
-- invited to that review of the project.
create function public.invite(
  invitation_id uuid,
  organization_id uuid,
  role text,
  email text,
  expires_in_days integer,
  project_id uuid default null,
  review_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  mine constant text := private.my_organization_role(invite.organization_id);
  address constant text := lower(btrim(invite.email));
  known public.invitations;
  code text;
  due timestamptz;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  if invitation_id is null or invite.role is null or coalesce(expires_in_days, 0) not between 1 and 30
    or coalesce(address, '') !~ '^[^@\s]+@[^@\s]+$' or length(address) > 320
    or invite.role not in ('admin', 'internal', 'freelancer', 'client', 'viewer')
    or (invite.role in ('admin', 'internal')) <> (invite.project_id is null)
    or (invite.review_id is not null and invite.role <> 'client') then
    return private.refuse(
      400, 'bad-request', 'The invitation is not complete.', null,
      'A role of the organisation or a project with a role of it, an address, and 1 to 30 days.'
    );
  end if;
  if mine is null then
    if exists (
      select from private.my_projects() as seen
      where seen.organization_id = invite.organization_id
        and (invite.project_id is null or seen.project_id = invite.project_id)
    ) then
      return private.refuse_recorded(
        403, 'not-allowed', 'Only people of the organisation invite others.', 'invite', 'organization',
        invite.organization_id, invite.organization_id
      );
    end if;
    return private.refuse_absent('invite', 'organization', invite.organization_id);
  end if;
  if invite.project_id is not null and not exists (
    select from public.projects as project
    where project.id = invite.project_id and project.organization_id = invite.organization_id
  ) then
    return private.refuse_absent('invite', 'project', invite.project_id);
  end if;
  if invite.review_id is not null and not exists (
    select from public.reviews as review join public.scripts as script on script.id = review.script_id
    where review.id = invite.review_id and script.project_id = invite.project_id
  ) then
    return private.refuse_absent('invite', 'review', invite.review_id);
  end if;
  if invite.project_id is null and mine <> 'admin' then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only an admin invites people into the organisation.', 'invite', 'organization',
      invite.organization_id, invite.organization_id
    );
  end if;

  -- Held against the end of the caller's own membership: what they offered ends with it.
  perform from public.organizations as organization where organization.id = invite.organization_id for share;
  if private.my_organization_role(invite.organization_id) is distinct from mine then
    return private.refuse(404, 'not-found', 'There is no such organization.');
  end if;
  code := private.make_code();
  due := now() + make_interval(days => expires_in_days);
  select * into known from public.invitations as invitation where invitation.id = invitation_id for update;
  if not found then
    insert into public.invitations (
      id, organization_id, project_id, review_id, email, organization_role, project_role, code_hash, invited_by,
      expires_at
    )
    values (
      invitation_id, invite.organization_id, invite.project_id, invite.review_id, address,
      case when invite.project_id is null then invite.role::public.organization_role end,
      case when invite.project_id is not null then invite.role::public.project_role end,
      private.hash_of_code(code), caller, due
    );
    perform private.audit(
      invite.organization_id, 'invite', 'invitation', invitation_id,
      jsonb_build_object('role', invite.role, 'project_id', invite.project_id)
    );
  elsif known.invited_by <> caller or known.organization_id <> invite.organization_id
    or known.project_id is distinct from invite.project_id or known.review_id is distinct from invite.review_id
    or known.email <> address
    or invite.role <> coalesce(known.organization_role::text, known.project_role::text) then
    return private.refuse(409, 'other-bytes', 'This invitation was made already, and is another one.');
  elsif known.accepted_at is not null or known.revoked_at is not null then
    return private.refuse(409, 'already-done', 'This invitation was accepted or withdrawn already.');
  else
    update public.invitations as invitation set code_hash = private.hash_of_code(code), expires_at = due
    where invitation.id = invitation_id;
  end if;
  return jsonb_build_object('invitation_id', invitation_id, 'code', code, 'expires_at', due);
end;
$$;

create function public.revoke_invitation(invitation_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known public.invitations;
  mine text;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  select * into known from public.invitations as invitation
  where invitation.id = revoke_invitation.invitation_id for update;
  mine := private.my_organization_role(known.organization_id);
  if known.id is null or mine is null then
    return private.refuse_absent('revoke_invitation', 'invitation', revoke_invitation.invitation_id);
  end if;
  if known.project_id is null and mine <> 'admin' then
    return private.refuse_recorded(
      403, 'not-allowed', 'Only an admin withdraws an invitation into the organisation.', 'revoke_invitation',
      'invitation', known.id, known.organization_id
    );
  end if;
  if known.accepted_at is not null then
    return private.refuse(
      409, 'already-done', 'This invitation was accepted already.', null, 'End the membership instead.'
    );
  end if;
  if known.revoked_at is null then
    update public.invitations as invitation set revoked_at = now() where invitation.id = known.id;
    perform private.audit(known.organization_id, 'revoke_invitation', 'invitation', known.id);
  end if;
  return jsonb_build_object('invitation_id', known.id);
end;
$$;

grant execute on function
  public.invite(uuid, uuid, text, text, integer, uuid, uuid), public.revoke_invitation(uuid)
to authenticated;
