-- Comments: for clients in a review, or among the team. Each writes and changes their own; what is deleted loses its
-- words.

-- The role in which the caller sees a comment; null for one that they do not see.
create function private.my_comment_role(comment_id uuid) returns text
language sql stable security definer set search_path = ''
as $$
  select mine.role from public.comments as said
  cross join lateral (
    select case
      when said.audience = 'client' and said.review_id is not null then private.my_review_role(said.review_id)
      else private.my_script_role(said.script_id)
    end as role
  ) as mine
  where said.id = my_comment_role.comment_id and said.deleted_at is null and (
    mine.role in ('admin', 'internal', 'freelancer')
    or (said.audience = 'client' and (mine.role = 'viewer' or said.review_id is not null))
  )
$$;

create function private.ring_comment(comment_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  said public.comments;
begin
  select * into said from public.comments as found where found.id = comment_id;
  if said.audience = 'internal' then
    perform private.ring_notes(said.script_id, 'comment', jsonb_build_object('comment_id', said.id));
  elsif said.review_id is not null then
    perform private.ring_review(said.review_id, 'comment', jsonb_build_object('comment_id', said.id));
  end if;
end;
$$;

create function public.comment(
  comment_id uuid,
  script_id uuid,
  audience text,
  body text,
  anchor jsonb default '{}',
  review_id uuid default null,
  version_id uuid default null,
  parent_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  caller constant uuid := private.caller();
  mine text;
  review public.reviews;
  known public.comments;
  parent public.comments;
begin
  if caller is null then
    return private.refuse_signed_out();
  end if;
  mine := private.my_script_role(comment.script_id);
  if comment.review_id is not null then
    select * into review from public.reviews as found where found.id = comment.review_id;
    if mine is not null and (
      private.my_review_role(comment.review_id) is null or review.script_id <> comment.script_id
    ) then
      return private.refuse_absent('comment', 'review', comment.review_id);
    end if;
  end if;
  if mine is null or (mine = 'client' and review.id is null) then
    return private.refuse_absent('comment', 'script', comment.script_id);
  end if;
  if mine = 'viewer' or (mine = 'client' and comment.audience is distinct from 'client') then
    return private.refuse_recorded(
      403, 'not-allowed', 'Your role may not comment here.', 'comment', 'script', comment.script_id,
      private.organization_of('script', comment.script_id)
    );
  end if;
  if comment_id is null or coalesce(comment.audience not in ('client', 'internal'), true)
    or (comment.audience = 'client' and review.id is null)
    or coalesce(length(comment.body), 0) not between 1 and 10000
    or jsonb_typeof(coalesce(comment.anchor, '{}')) <> 'object' or length(comment.anchor::text) > 4000 then
    return private.refuse(
      400, 'bad-request', 'The comment is not complete.', null,
      'A comment has 1 to 10,000 characters; one that clients see stands in a review.'
    );
  end if;
  if comment.version_id is not null and not exists (
    select from public.script_versions as made
    where made.id = comment.version_id and made.script_id = comment.script_id
      and (mine <> 'client' or made.id = review.version_id)
  ) then
    return private.refuse_absent('comment', 'version', comment.version_id);
  end if;
  if comment.parent_id is not null then
    select * into parent from public.comments as found where found.id = comment.parent_id;
    if private.my_comment_role(comment.parent_id) is null or parent.script_id <> comment.script_id then
      return private.refuse_absent('comment', 'comment', comment.parent_id);
    end if;
    if parent.audience::text <> comment.audience or parent.review_id is distinct from comment.review_id then
      return private.refuse(400, 'bad-request', 'An answer stands where the comment stands that it answers.');
    end if;
  end if;

  select * into known from public.comments as found where found.id = comment_id;
  if found then
    if known.author = caller and known.script_id = comment.script_id
      and known.review_id is not distinct from comment.review_id
      and known.parent_id is not distinct from comment.parent_id and known.audience::text = comment.audience then
      return jsonb_build_object('comment_id', known.id);
    end if;
    return private.refuse_taken(
      'comment', 'comment', comment_id, private.organization_of('script', known.script_id)
    );
  end if;
  if mine = 'client' and review.state <> 'open' then
    return private.refuse(409, 'already-done', 'This review is closed.');
  end if;
  insert into public.comments (id, script_id, review_id, version_id, parent_id, audience, anchor, body, author)
  values (
    comment_id, comment.script_id, comment.review_id, comment.version_id, comment.parent_id,
    comment.audience::public.audience, coalesce(comment.anchor, '{}'), comment.body, caller
  );
  if parent.id is not null then
    perform private.notify(parent.author, 'replied', comment.script_id, comment.review_id, comment_id);
  end if;
  perform private.ring_comment(comment_id);
  perform private.audit(
    private.organization_of('script', comment.script_id), 'comment', 'comment', comment_id,
    jsonb_build_object('script_id', comment.script_id, 'audience', comment.audience)
  );
  return jsonb_build_object('comment_id', comment_id);
end;
$$;

-- Null when the caller may change this comment; otherwise the refusal. Holds the comment's row.
create function private.refuse_commenting(kind text, comment_id uuid, is_for_its_author boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  mine text;
  said public.comments;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  select * into said from public.comments as found where found.id = refuse_commenting.comment_id for update;
  mine := private.my_comment_role(refuse_commenting.comment_id);
  if mine is null then
    return private.refuse_absent(kind, 'comment', refuse_commenting.comment_id);
  end if;
  if mine = 'viewer' or (is_for_its_author and said.author <> private.caller()) then
    return private.refuse_recorded(
      403, 'not-allowed', 'This comment is not yours to change.', kind, 'comment', said.id,
      private.organization_of('script', said.script_id)
    );
  end if;
  return null;
end;
$$;

create function public.edit_comment(comment_id uuid, body text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal constant jsonb := private.refuse_commenting('edit_comment', edit_comment.comment_id, true);
begin
  if refusal is not null then
    return refusal;
  end if;
  if coalesce(length(edit_comment.body), 0) not between 1 and 10000 then
    return private.refuse(400, 'bad-request', 'A comment has 1 to 10,000 characters.');
  end if;
  update public.comments as said set body = edit_comment.body, edited_at = now()
  where said.id = edit_comment.comment_id and said.body <> edit_comment.body;
  if found then
    perform private.ring_comment(edit_comment.comment_id);
  end if;
  return jsonb_build_object('comment_id', edit_comment.comment_id);
end;
$$;

create function public.delete_comment(comment_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal jsonb;
begin
  if exists (
    select from public.comments as said
    where said.id = delete_comment.comment_id and said.deleted_at is not null and said.author = private.caller()
  ) then
    return jsonb_build_object('comment_id', delete_comment.comment_id);
  end if;
  refusal := private.refuse_commenting('delete_comment', delete_comment.comment_id, true);
  if refusal is not null then
    return refusal;
  end if;
  update public.comments as said set body = '', deleted_at = now() where said.id = delete_comment.comment_id;
  perform private.ring_comment(delete_comment.comment_id);
  perform private.audit(
    private.organization_of('comment', delete_comment.comment_id), 'delete_comment', 'comment',
    delete_comment.comment_id
  );
  return jsonb_build_object('comment_id', delete_comment.comment_id);
end;
$$;

create function public.resolve_comment(comment_id uuid, resolved boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal constant jsonb := private.refuse_commenting('resolve_comment', resolve_comment.comment_id, false);
begin
  if refusal is not null then
    return refusal;
  end if;
  if resolved is null then
    return private.refuse(400, 'bad-request', 'Say whether the comment is resolved.');
  end if;
  update public.comments as said
  set resolved_at = case when resolved then now() end, resolved_by = case when resolved then private.caller() end
  where said.id = resolve_comment.comment_id and (said.resolved_at is not null) <> resolved;
  if found then
    perform private.ring_comment(resolve_comment.comment_id);
  end if;
  return jsonb_build_object('comment_id', resolve_comment.comment_id);
end;
$$;

create function public.react(comment_id uuid, emoji text, present boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  refusal constant jsonb := private.refuse_commenting('react', react.comment_id, false);
  -- No letters, spaces or control characters: a mark, and not a word.
  is_mark constant boolean := react.emoji ~ '^[^[:alnum:][:space:][:cntrl:]<>&"'']{1,16}$';
begin
  if refusal is not null then
    return refusal;
  end if;
  if not coalesce(is_mark, false) or present is null then
    return private.refuse(400, 'bad-request', 'A reaction is one emoji.');
  end if;
  if present then
    insert into public.reactions (comment_id, person_id, emoji)
    values (react.comment_id, private.caller(), react.emoji) on conflict do nothing;
  else
    delete from public.reactions as given
    where given.comment_id = react.comment_id and given.person_id = private.caller() and given.emoji = react.emoji;
  end if;
  if found then
    perform private.ring_comment(react.comment_id);
  end if;
  return jsonb_build_object('comment_id', react.comment_id);
end;
$$;

grant execute on function
  public.comment(uuid, uuid, text, text, jsonb, uuid, uuid, uuid), public.edit_comment(uuid, text),
  public.delete_comment(uuid), public.resolve_comment(uuid, boolean), public.react(uuid, text, boolean)
to authenticated;
