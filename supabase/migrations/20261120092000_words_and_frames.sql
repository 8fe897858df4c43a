-- What the functions that people call share: names that can be read, refusals about scripts and projects, and updates
-- on their way in and out.

-- A name shows something, on one line, in at most 200 characters.
create function private.is_name(name text) returns boolean
language sql immutable set search_path = ''
as $$
  select name is not null and length(name) <= 200 and name !~ '[\x01-\x1f\x7f-\x9f\u2028\u2029]'
    and name ~ '[^\s\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff]'
$$;

create function private.refuse_signed_out() returns jsonb
language sql set search_path = ''
as $$ select private.refuse(401, 'signed-out', 'Nobody is signed in.', null, 'Sign in and try again.') $$;

create function private.refuse_name() returns jsonb
language sql set search_path = ''
as $$ select private.refuse(400, 'bad-request', 'A name has 1 to 200 characters that can be read, on one line.') $$;

-- For somebody whose role may not. Without a role the thing might as well not exist, and the answer says nothing else.
create function private.refuse_role(kind text, thing text, thing_id uuid, role text) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if role is null then
    return private.refuse_absent(kind, thing, thing_id);
  end if;
  return private.refuse_recorded(
    403, 'not-allowed', 'Your role does not allow this.', kind, thing, thing_id,
    private.organization_of(thing, thing_id)
  );
end;
$$;

-- Null for the organisation's own people; for others the refusal. Asked before a lock is waited for, so that a stranger
-- holds up nobody, and again behind it: the role may have gone meanwhile.
create function private.refuse_unless_staff(kind text, thing text, thing_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  role constant text := case thing
    when 'script' then private.my_script_role(thing_id)
    when 'project' then private.my_project_role(thing_id)
  end;
begin
  if private.caller() is null then
    return private.refuse_signed_out();
  end if;
  if role in ('admin', 'internal') then
    return null;
  end if;
  return private.refuse_role(kind, thing, thing_id, role);
end;
$$;

create function private.refuse_version(present jsonb) returns jsonb
language sql set search_path = ''
as $$
  select private.refuse(
    409, 'version-conflict', 'Somebody else has changed this meanwhile.', present::text, 'Look at it as it is now.'
  )
$$;

-- An id that somebody has used for something else: taken by chance or on purpose.
create function private.refuse_taken(kind text, thing text, thing_id uuid, organization_id uuid) returns jsonb
language sql set search_path = ''
as $$
  select private.refuse_recorded(
    409, 'already-done', 'This id is taken.', kind, thing, thing_id, organization_id
  )
$$;

-- Updates as they travel to their readers (app/server/frames.ts): each u32 length, u8 format, 16 bytes of id, u8 index
-- of the pusher among `people`, u8 of the claimed author or 255, and the bytes. One call for a whole page.
create function private.frames(
  people uuid[],
  ids uuid[],
  formats integer[],
  bodies bytea[],
  pushers uuid[],
  authors uuid[]
) returns bytea
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select coalesce(
      string_agg(
        int4send(length(sent.body)) || substring(int4send(sent.format) from 4) || uuid_send(sent.id)
          || substring(
            int4send(
              256 * (array_position(people, sent.pusher) - 1) + coalesce(array_position(people, sent.author) - 1, 255)
            ) from 3
          )
          || sent.body,
        ''::bytea order by sent.ordinal
      ),
      ''::bytea
    )
    from unnest(ids, formats, bodies, pushers, authors) with ordinality
      as sent (id, format, body, pusher, author, ordinal)
  );
end;
$$;

-- Base64 in one line: Postgres breaks it every 76 characters.
create function private.to_base64(bytes bytea) returns text
language sql immutable set search_path = ''
as $$ select translate(encode(bytes, 'base64'), E'\n', '') $$;
