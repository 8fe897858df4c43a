-- Plainly fictional people, projects and scripts for development and tests, here and in any other Supabase. The password
-- of everybody is galley-demo. Ids never change, tests/support/server/people.ts has the same; a second time adds nothing.

-- People --------------------------------------------------------------------------------------------------------------

insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at, confirmation_token, recovery_token, email_change_token_new, email_change
)
select
  '00000000-0000-0000-0000-000000000000', person.id::uuid, 'authenticated', 'authenticated', person.email,
  extensions.crypt('galley-demo', extensions.gen_salt('bf', 6)), now(),
  '{"provider": "email", "providers": ["email"]}', jsonb_build_object('name', person.name), now(), now(), '', '', '', ''
from (
  values
    ('5eed0000-0000-4000-8000-000000000001', 'ada.admin@example.org', 'Ada Admin (demo)'),
    ('5eed0000-0000-4000-8000-000000000002', 'ines.internal@example.org', 'Ines Internal (demo)'),
    ('5eed0000-0000-4000-8000-000000000003', 'felix.freelancer@example.org', 'Felix Freelancer (demo)'),
    ('5eed0000-0000-4000-8000-000000000004', 'clara.client@example.org', 'Clara Client (demo)'),
    ('5eed0000-0000-4000-8000-000000000005', 'victor.viewer@example.org', 'Victor Viewer (demo)'),
    ('5eed0000-0000-4000-8000-000000000006', 'olga.other@example.org', 'Olga Other (demo)')
) as person (id, email, name)
on conflict (id) do nothing;

insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
select
  person.id::text, person.id, jsonb_build_object('sub', person.id, 'email', person.email, 'email_verified', true),
  'email', now(), now(), now()
from auth.users as person where person.id::text like '5eed0000-0000-4000-8000-%'
on conflict (provider_id, provider) do nothing;

-- What they have made, through the functions that anybody calls -------------------------------------------------------

create function pg_temp.as_person(number integer) returns void
language sql
as $$
  select set_config(
    'request.jwt.claims',
    jsonb_build_object('sub', format('5eed0000-0000-4000-8000-%s', lpad(number::text, 12, '0')))::text,
    false
  )
$$;

-- A refusal is returned and not raised: here it may not pass.
create function pg_temp.done(answer jsonb) returns void
language plpgsql
as $$
begin
  if answer ? 'code' and answer ? 'hint' then
    raise exception 'the seed was refused: %', answer;
  end if;
end;
$$;

select pg_temp.as_person(6);
select pg_temp.done(public.create_organization(
  '5eed0000-0000-4000-8000-0000000000a2', 'Southbank Pictures (demo)', 'Olga Other (demo)'
));
select pg_temp.done(public.create_project(
  '5eed0000-0000-4000-8000-0000000000b3', '5eed0000-0000-4000-8000-0000000000a2', 'Night ferry (demo)'
));
select pg_temp.done(public.create_script(
  '5eed0000-0000-4000-8000-0000000000c6', '5eed0000-0000-4000-8000-0000000000b3', 'Crossing, first draft'
));

select pg_temp.as_person(1);
select pg_temp.done(public.create_organization(
  '5eed0000-0000-4000-8000-0000000000a1', 'Northlight Films (demo)', 'Ada Admin (demo)'
));
select pg_temp.done(public.create_project(
  '5eed0000-0000-4000-8000-0000000000b1', '5eed0000-0000-4000-8000-0000000000a1', 'Harbour lights (demo)'
));
select pg_temp.done(public.create_project(
  '5eed0000-0000-4000-8000-0000000000b2', '5eed0000-0000-4000-8000-0000000000a1', 'Winter campaign (demo)'
));

insert into public.organization_members (organization_id, person_id, role, invited_by)
values (
  '5eed0000-0000-4000-8000-0000000000a1', '5eed0000-0000-4000-8000-000000000002', 'internal',
  '5eed0000-0000-4000-8000-000000000001'
)
on conflict do nothing;
insert into public.project_members (project_id, person_id, role, invited_by)
select
  '5eed0000-0000-4000-8000-0000000000b1', person.id::uuid, person.role::public.project_role,
  '5eed0000-0000-4000-8000-000000000001'
from (
  values
    ('5eed0000-0000-4000-8000-000000000003', 'freelancer'),
    ('5eed0000-0000-4000-8000-000000000004', 'client'),
    ('5eed0000-0000-4000-8000-000000000005', 'viewer')
) as person (id, role)
on conflict do nothing;

select pg_temp.done(public.create_script(made.id::uuid, made.project_id::uuid, made.title))
from (
  values
    ('5eed0000-0000-4000-8000-0000000000c1', '5eed0000-0000-4000-8000-0000000000b1', 'The harbour pilot, interview'),
    ('5eed0000-0000-4000-8000-0000000000c2', '5eed0000-0000-4000-8000-0000000000b1', 'Harbour lights, thirty seconds'),
    ('5eed0000-0000-4000-8000-0000000000c3', '5eed0000-0000-4000-8000-0000000000b1', 'Safety on board'),
    ('5eed0000-0000-4000-8000-0000000000c4', '5eed0000-0000-4000-8000-0000000000b1', 'Trailer of last year'),
    ('5eed0000-0000-4000-8000-0000000000c5', '5eed0000-0000-4000-8000-0000000000b2', 'Winter, first ideas')
) as made (id, project_id, title);

-- Each log holds one update: a template of the app, byte for byte.

select pg_temp.as_person(3);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c1',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d1', 'format', 1, 'bytes',
    'AY0BAQAoAQZzY3JpcHQGc2NoZW1hAX0BKAEGc2NyaXB0BmxheW91dAF3AmF2KAEGc2NyaXB0DXRhcmdldFNlY29uZHMBfawEJwEGc2NlbmVzJD'
    'hlNTVlZDE3LWZhYjItNDM2NS1hNWFiLTg2NzliZTczMjFlZAEoAAEDBXBsYWNlAXYBBW9yZGVydwlydXZkOWpkLkInAAEDB2hlYWRpbmcCBAAB'
    'BQdBcnJpdmFsKAABAwdkZWxldGVkAX4nAQRyb3dzJDFhZTI1ODBiLWJiNWMtNDFjMi1hYjA1LWRmZDY0NGRiODQxMwEoAAEOBXBsYWNlAXYCBX'
    'NjZW5ldyQ4ZTU1ZWQxNy1mYWIyLTQzNjUtYTVhYi04Njc5YmU3MzIxZWQFb3JkZXJ3CXJ1dmQ5amQuSCcAAQ4FdmlkZW8EBwABEAMJcGFyYWdy'
    'YXBoBwABEQYEAAESOFRoZSBwbGFjZSBiZWZvcmUgYW55Ym9keSBzcGVha3MuIEhhbmRzLCB0b29scywgYSB3aW5kb3cuJwABDgVhdWRpbwQHAA'
    'FLAwlwYXJhZ3JhcGgHAAFMBgYAAU0GaXRhbGljAnt9hAFOGVNvdW5kOiB0aGUgcm9vbSBhcyBpdCBpcy6GAWcGaXRhbGljBG51bGwoAAEOB3Nl'
    'Y29uZHMBfQgoAAEOB2RlbGV0ZWQBficBBHJvd3MkZGQ0YTRlMzItNmY2MS00ZmY3LWEwMGEtMTVlZjhiNTczNzA5ASgAAWsFcGxhY2UBdgIFc2'
    'NlbmV3JDhlNTVlZDE3LWZhYjItNDM2NS1hNWFiLTg2NzliZTczMjFlZAVvcmRlcncJcnV2ZDlqZC5KJwABawV2aWRlbwQHAAFtAwlwYXJhZ3Jh'
    'cGgHAAFuBgQAAW8yVGhlIGd1ZXN0IGF0IHdvcmsuIE5hbWUgYW5kIHJvbGUgYXMgYSBsb3dlciB0aGlyZC4nAAFrBWF1ZGlvBAcAAaIBAwlwYX'
    'JhZ3JhcGgHAAGjAQYEAAGkAR1XaG8gdGhpcyBpcywgaW4gb25lIHNlbnRlbmNlLigAAWsHc3BlYWtlcgF3CE5hcnJhdG9yKAABawdkZWxldGVk'
    'AX4nAQZzY2VuZXMkOTRiODZkZjktZTk3Zi00NzZhLWE2ZjAtYWU1NzQ5MTg0OWQ5ASgAAcQBBXBsYWNlAXYBBW9yZGVydwlydXZkOWpkLkQnAA'
    'HEAQdoZWFkaW5nAgQAAcYBDENvbnZlcnNhdGlvbigAAcQBB2RlbGV0ZWQBficBBHJvd3MkNGNlMTVmNmEtZDkzMi00ODRiLWFmYzctMmUxYWE2'
    'OTc0YWQ3ASgAAdQBBXBsYWNlAXYCBXNjZW5ldyQ5NGI4NmRmOS1lOTdmLTQ3NmEtYTZmMC1hZTU3NDkxODQ5ZDkFb3JkZXJ3CXJ1dmQ5amQuTC'
    'cAAdQBBXZpZGVvBAcAAdYBAwlwYXJhZ3JhcGgHAAHXAQYEAAHYARZXaWRlLCBib3RoIGluIHBpY3R1cmUuJwAB1AEFYXVkaW8EBwAB7wEDCXBh'
    'cmFncmFwaAcAAfABBgQAAfEBPk9wZW4gd2l0aCBzb21ldGhpbmcgZWFzeSB0byBhbnN3ZXIgYW5kIGhhcmQgdG8gYW5zd2VyIGJyaWVmbHkuKA'
    'AB1AEHc3BlYWtlcgF3C0ludGVydmlld2VyKAAB1AEHZGVsZXRlZAF+JwEEcm93cyQ2MmJmNWY0YS1jNjE3LTQyYjMtYTZkNS03NzM0MjhmMzJm'
    'ZGQBKAABsgIFcGxhY2UBdgIFc2NlbmV3JDk0Yjg2ZGY5LWU5N2YtNDc2YS1hNmYwLWFlNTc0OTE4NDlkOQVvcmRlcncJcnV2ZDlqZC5OJwABsg'
    'IFdmlkZW8EBwABtAIDCXBhcmFncmFwaAcAAbUCBgQAAbYCE0Nsb3NlIG9uIHRoZSBndWVzdC4nAAGyAgVhdWRpbwQHAAHKAgMJcGFyYWdyYXBo'
    'BwABywIGBAABzAJRV2hhdCB5b3UgaG9wZSB0byBoZWFyLCBpbiBhIGZldyB3b3Jkcy4gVGhlIHJlYWwgYW5zd2VyIGdvZXMgaGVyZSBhZnRlci'
    'B0aGUgc2hvb3QuKAABsgIHc3BlYWtlcgF3BUd1ZXN0KAABsgIHZGVsZXRlZAF+JwEEcm93cyRjMWM2ODI3Mi0zN2YwLTRlMTMtYWExMC01ODFk'
    'ZWVjN2M4YTIBKAABoAMFcGxhY2UBdgIFc2NlbmV3JDk0Yjg2ZGY5LWU5N2YtNDc2YS1hNmYwLWFlNTc0OTE4NDlkOQVvcmRlcncJcnV2ZDlqZC'
    '5QJwABoAMFdmlkZW8EBwABogMDCXBhcmFncmFwaAcAAaMDBgQAAaQDFldpZGUsIGJvdGggaW4gcGljdHVyZS4nAAGgAwVhdWRpbwQHAAG7AwMJ'
    'cGFyYWdyYXBoBwABvAMGBAABvQMaVGhlIHF1ZXN0aW9uIHlvdSBjYW1lIGZvci4oAAGgAwdzcGVha2VyAXcLSW50ZXJ2aWV3ZXIoAAGgAwdkZW'
    'xldGVkAX4nAQRyb3dzJGViYjdkMTA4LWI1NTQtNDAwOC1hYmY1LWI3NWFmMDY4MGVmYgEoAAHaAwVwbGFjZQF2AgVzY2VuZXckOTRiODZkZjkt'
    'ZTk3Zi00NzZhLWE2ZjAtYWU1NzQ5MTg0OWQ5BW9yZGVydwlydXZkOWpkLlInAAHaAwV2aWRlbwQHAAHcAwMJcGFyYWdyYXBoBwAB3QMGBAAB3g'
    'MTQ2xvc2Ugb24gdGhlIGd1ZXN0LicAAdoDBWF1ZGlvBAcAAfIDAwlwYXJhZ3JhcGgHAAHzAwYEAAH0AxNMZWF2ZSB0aGUgcGF1c2UgaW4uKAAB'
    '2gMHc3BlYWtlcgF3BUd1ZXN0KAAB2gMHZGVsZXRlZAF+JwEEcm93cyQ3Y2Y1YTBhOC1kOWRiLTRhMTctYWI1OC1lOGFlNWE4OGJhMzMBKAABig'
    'QFcGxhY2UBdgIFc2NlbmV3JDk0Yjg2ZGY5LWU5N2YtNDc2YS1hNmYwLWFlNTc0OTE4NDlkOQVvcmRlcncJcnV2ZDlqZC5UJwABigQFdmlkZW8E'
    'BwABjAQDCXBhcmFncmFwaAcAAY0EBgQAAY4EQFdoYXQgdGhleSBhcmUgdGFsa2luZyBhYm91dCwgc2Vlbi4gVHdvIG9yIHRocmVlIHNob3RzIH'
    'RvIGN1dCB0by4nAAGKBAVhdWRpbwQHAAHPBAMJcGFyYWdyYXBoBwAB0AQGKAABigQHc2Vjb25kcwF9CigAAYoEB2RlbGV0ZWQBficBBnNjZW5l'
    'cyRkMWEwNTljOC04ODkwLTQyNTgtYWMyZC05YzkwMjI5MDJmNDYBKAAB1AQFcGxhY2UBdgEFb3JkZXJ3CXJ1dmQ5amQuRicAAdQEB2hlYWRpbm'
    'cCBAAB1gQJTGFzdCB3b3JkKAAB1AQHZGVsZXRlZAF+JwEEcm93cyRlYzQ3MjRkNS00YTcwLTRlMjAtYTBiYi01Njk3NzkwYTZmNWIBKAAB4QQF'
    'cGxhY2UBdgIFc2NlbmV3JGQxYTA1OWM4LTg4OTAtNDI1OC1hYzJkLTljOTAyMjkwMmY0NgVvcmRlcncJcnV2ZDlqZC5WJwAB4QQFdmlkZW8EBw'
    'AB4wQDCXBhcmFncmFwaAcAAeQEBgQAAeUEFldpZGUsIGJvdGggaW4gcGljdHVyZS4nAAHhBAVhdWRpbwQHAAH8BAMJcGFyYWdyYXBoBwAB/QQG'
    'BAAB/gQmSXMgdGhlcmUgYW55dGhpbmcgSSBzaG91bGQgaGF2ZSBhc2tlZD8oAAHhBAdzcGVha2VyAXcLSW50ZXJ2aWV3ZXIoAAHhBAdkZWxldG'
    'VkAX4nAQRyb3dzJDI5NDYyOWExLTM4YjgtNDgzMC1hYjU0LWEyYTcwYTFjYmY0ZgEoAAGnBQVwbGFjZQF2AgVzY2VuZXckZDFhMDU5YzgtODg5'
    'MC00MjU4LWFjMmQtOWM5MDIyOTAyZjQ2BW9yZGVydwlydXZkOWpkLlgnAAGnBQV2aWRlbwQHAAGpBQMJcGFyYWdyYXBoBwABqgUGBAABqwUTQ2'
    'xvc2Ugb24gdGhlIGd1ZXN0LicAAacFBWF1ZGlvBAcAAb8FAwlwYXJhZ3JhcGgHAAHABQYEAAHBBRVPZnRlbiB0aGUgYmVzdCBvZiBpdC4oAAGn'
    'BQdzcGVha2VyAXcFR3Vlc3QoAAGnBQdkZWxldGVkAX4nAQRyb3dzJGYxNzlmNTM2LWFkZDMtNDM3YS1hN2RhLWU2Y2MzNWZmZWZiMwEoAAHZBQ'
    'VwbGFjZQF2AgVzY2VuZXckZDFhMDU5YzgtODg5MC00MjU4LWFjMmQtOWM5MDIyOTAyZjQ2BW9yZGVydwlydXZkOWpkLlonAAHZBQV2aWRlbwQH'
    'AAHbBQMJcGFyYWdyYXBoBwAB3AUGBAAB3QUlVGhlIGd1ZXN0IGdvZXMgYmFjayB0byB3b3JrLiBDcmVkaXRzLicAAdkFBWF1ZGlvBAcAAYMGAw'
    'lwYXJhZ3JhcGgHAAGEBgYGAAGFBgZpdGFsaWMCe32EAYYGHE11c2ljOiBvdXQgd2l0aCB0aGUgcGljdHVyZS6GAaIGBml0YWxpYwRudWxsKAAB'
    '2QUHc2Vjb25kcwF9CCgAAdkFB2RlbGV0ZWQBfgA='
  ))
));

select pg_temp.as_person(2);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c2',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d2', 'format', 1, 'bytes',
    'AVUBACgBBnNjcmlwdAZzY2hlbWEBfQEoAQZzY3JpcHQGbGF5b3V0AXcCYXYoAQZzY3JpcHQNdGFyZ2V0U2Vjb25kcwF9HicBBnNjZW5lcyRjNj'
    'NjY2ZiOS05NWYwLTRmM2ItYTk3NS0wNDU0NzBlZGIxMWEBKAABAwVwbGFjZQF2AQVvcmRlcncJcjNiejNlay5CJwABAwdoZWFkaW5nAgQAAQUE'
    'SG9vaygAAQMHZGVsZXRlZAF+JwEEcm93cyRiOGRiYWI4ZC1lZGZmLTRhMDMtYTdhMy1jNzhkM2ZhOTY4NzcBKAABCwVwbGFjZQF2AgVzY2VuZX'
    'ckYzYzY2NmYjktOTVmMC00ZjNiLWE5NzUtMDQ1NDcwZWRiMTFhBW9yZGVydwlyM2J6M2VrLkgnAAELBXZpZGVvBAcAAQ0DCXBhcmFncmFwaAcA'
    'AQ4GBAABDzlPbmUgcGljdHVyZSB0aGF0IHN0b3BzIHRoZSB0aHVtYi4gSXQgd29ya3Mgd2l0aG91dCBzb3VuZC4nAAELBWF1ZGlvBAcAAUkDCX'
    'BhcmFncmFwaAcAAUoGBgABSwZpdGFsaWMCe32EAUwaU291bmQ6IHdoYXQgbWFrZXMgaXQgcmVhbC6GAWYGaXRhbGljBG51bGwoAAELB3NlY29u'
    'ZHMBfQQoAAELB2RlbGV0ZWQBficBBnNjZW5lcyRmNGZhZjNiZC05YTZmLTQ3YzUtYTdjOC05OTMxMDkxODhjMTIBKAABagVwbGFjZQF2AQVvcm'
    'RlcncJcjNiejNlay5EJwABagdoZWFkaW5nAgQAAWwEVHVybigAAWoHZGVsZXRlZAF+JwEEcm93cyRkZjM5MDQzNi02NTBhLTQyZjUtYTIzOC1l'
    'MGI4YmE3OTRmZTEBKAABcgVwbGFjZQF2AgVzY2VuZXckZjRmYWYzYmQtOWE2Zi00N2M1LWE3YzgtOTkzMTA5MTg4YzEyBW9yZGVydwlyM2J6M2'
    'VrLkonAAFyBXZpZGVvBAcAAXQDCXBhcmFncmFwaAcAAXUGBAABdiJUaGUgcHJvYmxlbSwgYXQgaXRzIG1vc3QgZmFtaWxpYXIuJwABcgVhdWRp'
    'bwQHAAGZAQMJcGFyYWdyYXBoBwABmgEGBAABmwEbU2F5IHdoYXQgdGhleSBhcmUgdGhpbmtpbmcuKAABcgdzcGVha2VyAXcKVm9pY2Utb3Zlci'
    'gAAXIHc2Vjb25kcwF9BigAAXIHZGVsZXRlZAF+JwEEcm93cyQzODA5YmM4OS1jMjc2LTQ3YTktYTVmYy04YmVlZDMyNGYyYzYBKAABugEFcGxh'
    'Y2UBdgIFc2NlbmV3JGY0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMgVvcmRlcncJcjNiejNlay5MJwABugEFdmlkZW8EBwABvA'
    'EDCXBhcmFncmFwaAcAAb0BBgQAAb4BM1RoZSB0aGluZyBpdHNlbGYsIGluIHVzZS4gQ2xvc2UsIGFuZCBpbiBnb29kIGxpZ2h0LicAAboBBWF1'
    'ZGlvBAcAAfIBAwlwYXJhZ3JhcGgHAAHzAQYEAAH0ASVPbmUgcHJvbWlzZSwgaW4gc2V2ZW4gd29yZHMgb3IgZmV3ZXIuKAABugEHc3BlYWtlcg'
    'F3ClZvaWNlLW92ZXIoAAG6AQdzZWNvbmRzAX0IKAABugEHZGVsZXRlZAF+JwEEcm93cyQ1NjdjMDBhNC1mMzQxLTQwN2EtYWY5Ni0zYWE2MGVh'
    'ODgwNzIBKAABnQIFcGxhY2UBdgIFc2NlbmV3JGY0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMgVvcmRlcncJcjNiejNlay5OJw'
    'ABnQIFdmlkZW8EBwABnwIDCXBhcmFncmFwaAcAAaACBgQAAaECGUEgZmFjZTogd2hhdCBoYXMgY2hhbmdlZC4nAAGdAgVhdWRpbwQHAAG7AgMJ'
    'cGFyYWdyYXBoBwABvAIGBgABvQIGaXRhbGljAnt9hAG+Ag1NdXNpYzogbGlmdHMuhgHLAgZpdGFsaWMEbnVsbCgAAZ0CB3NlY29uZHMBfQYoAA'
    'GdAgdkZWxldGVkAX4nAQZzY2VuZXMkMTVlOWQ5Y2UtMmUwZS00NDg1LWE1YTQtZDk0Y2Q5ZmU1Y2Q2ASgAAc8CBXBsYWNlAXYBBW9yZGVydwly'
    'M2J6M2VrLkYnAAHPAgdoZWFkaW5nAgQAAdECA0FzaygAAc8CB2RlbGV0ZWQBficBBHJvd3MkMTkyZGIxNjQtMDkwNS00MDg3LWFlYzgtYTBlZj'
    'I1Y2ZkNTk4ASgAAdYCBXBsYWNlAXYCBXNjZW5ldyQxNWU5ZDljZS0yZTBlLTQ0ODUtYTVhNC1kOTRjZDlmZTVjZDYFb3JkZXJ3CXIzYnozZWsu'
    'UCcAAdYCBXZpZGVvBAcAAdgCAwlwYXJhZ3JhcGgHAAHZAgYEAAHaAjhOYW1lLCBsaW5lIGFuZCBhZGRyZXNzLiBIZWxkIHVudGlsIGl0IGNhbi'
    'BiZSByZWFkIHR3aWNlLicAAdYCBWF1ZGlvBAcAAZMDAwlwYXJhZ3JhcGgHAAGUAwYEAAGVAxBXaGF0IHRvIGRvIG5leHQuKAAB1gIHc3BlYWtl'
    'cgF3ClZvaWNlLW92ZXIoAAHWAgdzZWNvbmRzAX0GKAAB1gIHZGVsZXRlZAF+AA=='
  ))
));

select pg_temp.as_person(2);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c3',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d3', 'format', 1, 'bytes',
    'AUkBACgBBnNjcmlwdAZzY2hlbWEBfQEoAQZzY3JpcHQGbGF5b3V0AXcJbmFycmF0aW9uKAEGc2NyaXB0DXRhcmdldFNlY29uZHMBfbgBJwEGc2'
    'NlbmVzJGM3OGQ2ZDEyLTY2NDgtNDFkNy1hOTJkLTA0MTBmMTZiNzRlOAEoAAEDBXBsYWNlAXYBBW9yZGVydwlmZmxzM2J1LkInAAEDB2hlYWRp'
    'bmcCBAABBQdPcGVuaW5nKAABAwdkZWxldGVkAX4nAQRyb3dzJDFiZGYyYTk3LTVmY2EtNGI3NS1hMzcwLTkyMjAyMjdmNjRmYQEoAAEOBXBsYW'
    'NlAXYCBXNjZW5ldyRjNzhkNmQxMi02NjQ4LTQxZDctYTkyZC0wNDEwZjE2Yjc0ZTgFb3JkZXJ3CWZmbHMzYnUuSCcAAQ4FdmlkZW8EBwABEAMJ'
    'cGFyYWdyYXBoBwABEQYnAAEOBWF1ZGlvBAcAARMDCXBhcmFncmFwaAcAARQGBAABFTdUaGUgZmlyc3QgbGluZSwgaW4gdGhlIHdvcmRzIHlvdS'
    'B3b3VsZCB1c2UgdG8gYSBmcmllbmQuKAABDgdzcGVha2VyAXcITmFycmF0b3IoAAEOB2RlbGV0ZWQBficBBHJvd3MkOTg0ZmZlNjEtMmQ4Ni00'
    'OWM4LWFhY2QtYTI4ZTU2Zjc4MjNmASgAAU8FcGxhY2UBdgIFc2NlbmV3JGM3OGQ2ZDEyLTY2NDgtNDFkNy1hOTJkLTA0MTBmMTZiNzRlOAVvcm'
    'RlcncJZmZsczNidS5KJwABTwV2aWRlbwQHAAFRAwlwYXJhZ3JhcGgHAAFSBicAAU8FYXVkaW8EBwABVAMJcGFyYWdyYXBoBwABVQYEAAFWIFdo'
    'YXQgdGhpcyBpcyBhYm91dCwgYW5kIHdoeSBub3cuKAABTwdzcGVha2VyAXcITmFycmF0b3IoAAFPB2RlbGV0ZWQBficBBnNjZW5lcyQxNjEwNT'
    'FiZS04MWE1LTQ2YmQtYWUwYS1jNTRjMTVmMDJlMDEBKAABeQVwbGFjZQF2AQVvcmRlcncJZmZsczNidS5EJwABeQdoZWFkaW5nAgQAAXsJVGhl'
    'IHN0b3J5KAABeQdkZWxldGVkAX4nAQRyb3dzJDVhYjc2NjVhLWI3YTktNDkyZi1hOGE1LTdlMjRmMzQ1YjViYwEoAAGGAQVwbGFjZQF2AgVzY2'
    'VuZXckMTYxMDUxYmUtODFhNS00NmJkLWFlMGEtYzU0YzE1ZjAyZTAxBW9yZGVydwlmZmxzM2J1LkwnAAGGAQV2aWRlbwQHAAGIAQMJcGFyYWdy'
    'YXBoBwABiQEGJwABhgEFYXVkaW8EBwABiwEDCXBhcmFncmFwaAcAAYwBBgQAAY0BRk9uZSB0aG91Z2h0IGZvciBlYWNoIHJvdzogYSBicmVhdG'
    'ggdG8gdGhlIHJlYWRlciwgYSBjdXQgdG8gdGhlIGVkaXRvci4oAAGGAQdzcGVha2VyAXcITmFycmF0b3IoAAGGAQdkZWxldGVkAX4nAQRyb3dz'
    'JGFlNzAxNzMzLTgzNzEtNDQ1OS1hMDMzLWRjZjUyMTkwMDFlYwEoAAHWAQVwbGFjZQF2AgVzY2VuZXckMTYxMDUxYmUtODFhNS00NmJkLWFlMG'
    'EtYzU0YzE1ZjAyZTAxBW9yZGVydwlmZmxzM2J1Lk4nAAHWAQV2aWRlbwQHAAHYAQMJcGFyYWdyYXBoBwAB2QEGJwAB1gEFYXVkaW8EBwAB2wED'
    'CXBhcmFncmFwaAcAAdwBBgQAAd0BPVdyaXRlIG51bWJlcnMsIG5hbWVzIGFuZCBhYmJyZXZpYXRpb25zIHRoZSB3YXkgdGhleSBhcmUgc2FpZC'
    '4oAAHWAQdzcGVha2VyAXcITmFycmF0b3IoAAHWAQdkZWxldGVkAX4nAQZzY2VuZXMkYmRmNmFkMTQtYzNjMy00YTY5LWFlOTYtYTlhZGY2MWYw'
    'OGZlASgAAZ0CBXBsYWNlAXYBBW9yZGVydwlmZmxzM2J1LkYnAAGdAgdoZWFkaW5nAgQAAZ8CBUNsb3NlKAABnQIHZGVsZXRlZAF+JwEEcm93cy'
    'QyN2E1Mjg1ZS0zY2E1LTQ5ODAtYTgyNC0zOWMxMmNkNDBhOTUBKAABpgIFcGxhY2UBdgIFc2NlbmV3JGJkZjZhZDE0LWMzYzMtNGE2OS1hZTk2'
    'LWE5YWRmNjFmMDhmZQVvcmRlcncJZmZsczNidS5QJwABpgIFdmlkZW8EBwABqAIDCXBhcmFncmFwaAcAAakCBicAAaYCBWF1ZGlvBAcAAasCAw'
    'lwYXJhZ3JhcGgHAAGsAgYEAAGtAjFXaGF0IHN0YXlzIGluIHRoZSBlYXIgd2hlbiB0aGUgdm9pY2UgaGFzIHN0b3BwZWQuKAABpgIHc3BlYWtl'
    'cgF3CE5hcnJhdG9yKAABpgIHZGVsZXRlZAF+AA=='
  ))
));

select pg_temp.as_person(1);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c4',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d4', 'format', 1, 'bytes',
    'AQ8BACgBBnNjcmlwdAZzY2hlbWEBfQEoAQZzY3JpcHQGbGF5b3V0AXcCYXYnAQZzY2VuZXMkOTQ0MTFmMGUtNTc5Yi00MjQzLWFiYzEtODUxY2'
    'MwNmU1ZTZjASgAAQIFcGxhY2UBdgEFb3JkZXJ3CWF3ZmNjN2UuQicAAQIHaGVhZGluZwIoAAECB2RlbGV0ZWQBficBBHJvd3MkNTNhZTY1M2Mt'
    'Nzk3NS00NDVhLWE2MzgtNzAxY2ZmMGM5MWZiASgAAQYFcGxhY2UBdgIFc2NlbmV3JDk0NDExZjBlLTU3OWItNDI0My1hYmMxLTg1MWNjMDZlNW'
    'U2YwVvcmRlcncJYXdmY2M3ZS5EJwABBgV2aWRlbwQHAAEIAwlwYXJhZ3JhcGgHAAEJBicAAQYFYXVkaW8EBwABCwMJcGFyYWdyYXBoBwABDAYo'
    'AAEGB2RlbGV0ZWQBfgA='
  ))
));

select pg_temp.as_person(1);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c5',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d5', 'format', 1, 'bytes',
    'AQ8BACgBBnNjcmlwdAZzY2hlbWEBfQEoAQZzY3JpcHQGbGF5b3V0AXcCYXYnAQZzY2VuZXMkOTQ0MTFmMGUtNTc5Yi00MjQzLWFiYzEtODUxY2'
    'MwNmU1ZTZjASgAAQIFcGxhY2UBdgEFb3JkZXJ3CWF3ZmNjN2UuQicAAQIHaGVhZGluZwIoAAECB2RlbGV0ZWQBficBBHJvd3MkNTNhZTY1M2Mt'
    'Nzk3NS00NDVhLWE2MzgtNzAxY2ZmMGM5MWZiASgAAQYFcGxhY2UBdgIFc2NlbmV3JDk0NDExZjBlLTU3OWItNDI0My1hYmMxLTg1MWNjMDZlNW'
    'U2YwVvcmRlcncJYXdmY2M3ZS5EJwABBgV2aWRlbwQHAAEIAwlwYXJhZ3JhcGgHAAEJBicAAQYFYXVkaW8EBwABCwMJcGFyYWdyYXBoBwABDAYo'
    'AAEGB2RlbGV0ZWQBfgA='
  ))
));

select pg_temp.as_person(6);
select pg_temp.done(public.push_updates(
  '5eed0000-0000-4000-8000-0000000000c6',
  jsonb_build_array(jsonb_build_object(
    'id', '5eed0000-0000-4000-8000-0000000000d6', 'format', 1, 'bytes',
    'AQ8BACgBBnNjcmlwdAZzY2hlbWEBfQEoAQZzY3JpcHQGbGF5b3V0AXcCYXYnAQZzY2VuZXMkOTQ0MTFmMGUtNTc5Yi00MjQzLWFiYzEtODUxY2'
    'MwNmU1ZTZjASgAAQIFcGxhY2UBdgEFb3JkZXJ3CWF3ZmNjN2UuQicAAQIHaGVhZGluZwIoAAECB2RlbGV0ZWQBficBBHJvd3MkNTNhZTY1M2Mt'
    'Nzk3NS00NDVhLWE2MzgtNzAxY2ZmMGM5MWZiASgAAQYFcGxhY2UBdgIFc2NlbmV3JDk0NDExZjBlLTU3OWItNDI0My1hYmMxLTg1MWNjMDZlNW'
    'U2YwVvcmRlcncJYXdmY2M3ZS5EJwABBgV2aWRlbwQHAAEIAwlwYXJhZ3JhcGgHAAEJBicAAQYFYXVkaW8EBwABCwMJcGFyYWdyYXBoBwABDAYo'
    'AAEGB2RlbGV0ZWQBfgA='
  ))
));

-- A version that was sent to the client, with what was said about it --------------------------------------------------

select pg_temp.as_person(2);
select pg_temp.done(public.publish_version(
  '5eed0000-0000-4000-8000-0000000000e1', script.id, 'For Clara', 'sent', script.head, encode(script.chain, 'hex'),
  jsonb_build_array(
    jsonb_build_object('scene_id', 'c63ccfb9-95f0-4f3b-a975-045470edb11a', 'content',
      '{"id":"c63ccfb9-95f0-4f3b-a975-045470edb11a","heading":"Hook","rows":[{"id":"b8dbab8d-edff-4a03-a7a3-c78d3fa96'
      '877","video":[["One picture that stops the thumb. It works without sound."]],"audio":[["Sound: what makes it r'
      'eal.","italic"]],"speaker":null,"seconds":4}]}'
    ),
    jsonb_build_object('scene_id', 'f4faf3bd-9a6f-47c5-a7c8-993109188c12', 'content',
      '{"id":"f4faf3bd-9a6f-47c5-a7c8-993109188c12","heading":"Turn","rows":[{"id":"df390436-650a-42f5-a238-e0b8ba794'
      'fe1","video":[["The problem, at its most familiar."]],"audio":[["Say what they are thinking."]],"speaker":"Voi'
      'ce-over","seconds":6},{"id":"3809bc89-c276-47a9-a5fc-8beed324f2c6","video":[["The thing itself, in use. Close,'
      ' and in good light."]],"audio":[["One promise, in seven words or fewer."]],"speaker":"Voice-over","seconds":8}'
      ',{"id":"567c00a4-f341-407a-af96-3aa60ea88072","video":[["A face: what has changed."]],"audio":[["Music: lifts.'
      '","italic"]],"speaker":null,"seconds":6}]}'
    ),
    jsonb_build_object('scene_id', '15e9d9ce-2e0e-4485-a5a4-d94cd9fe5cd6', 'content',
      '{"id":"15e9d9ce-2e0e-4485-a5a4-d94cd9fe5cd6","heading":"Ask","rows":[{"id":"192db164-0905-4087-aec8-a0ef25cfd5'
      '98","video":[["Name, line and address. Held until it can be read twice."]],"audio":[["What to do next."]],"spe'
      'aker":"Voice-over","seconds":6}]}'
    )
  ),
  'AAMAAwsCQUlVBgAERBAABAMASLwBAwE09gIAvgIABEQQAAQDAEiOAQMA0gEBAJACAAQDAEiwAQMA9AEBAIYDAAQDAEg8AwEa3AEApAEABEQOAA'
  'QDAEi6AQMA/gEBAACBASgCJwAoACcABAAoACcAKAAnAAcBBAAnAAcBBgCEAIYAKAEnACgAJwAEACgAJwAoACcABwEEACcABwEEACgCJwAoACcA'
  'BwEEACcABwEEACgCJwAoACcABwEEACcABwEGAIQAhgAoAScAKAAnAAQAKAAnACgAJwAHAQQAJwAHAQQAKPUIowhzY3JpcHRzY2hlbWFzY3JpcH'
  'RsYXlvdXRzY3JpcHR0YXJnZXRTZWNvbmRzc2NlbmVzYzYzY2NmYjktOTVmMC00ZjNiLWE5NzUtMDQ1NDcwZWRiMTFhcGxhY2VoZWFkaW5nSG9v'
  'a2RlbGV0ZWRyb3dzYjhkYmFiOGQtZWRmZi00YTAzLWE3YTMtYzc4ZDNmYTk2ODc3cGxhY2V2aWRlb3BhcmFncmFwaE9uZSBwaWN0dXJlIHRoYX'
  'Qgc3RvcHMgdGhlIHRodW1iLiBJdCB3b3JrcyB3aXRob3V0IHNvdW5kLmF1ZGlvcGFyYWdyYXBoaXRhbGljU291bmQ6IHdoYXQgbWFrZXMgaXQg'
  'cmVhbC5pdGFsaWNzZWNvbmRzZGVsZXRlZHNjZW5lc2Y0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMnBsYWNlaGVhZGluZ1R1cm'
  '5kZWxldGVkcm93c2RmMzkwNDM2LTY1MGEtNDJmNS1hMjM4LWUwYjhiYTc5NGZlMXBsYWNldmlkZW9wYXJhZ3JhcGhUaGUgcHJvYmxlbSwgYXQg'
  'aXRzIG1vc3QgZmFtaWxpYXIuYXVkaW9wYXJhZ3JhcGhTYXkgd2hhdCB0aGV5IGFyZSB0aGlua2luZy5zcGVha2Vyc2Vjb25kc2RlbGV0ZWRyb3'
  'dzMzgwOWJjODktYzI3Ni00N2E5LWE1ZmMtOGJlZWQzMjRmMmM2cGxhY2V2aWRlb3BhcmFncmFwaFRoZSB0aGluZyBpdHNlbGYsIGluIHVzZS4g'
  'Q2xvc2UsIGFuZCBpbiBnb29kIGxpZ2h0LmF1ZGlvcGFyYWdyYXBoT25lIHByb21pc2UsIGluIHNldmVuIHdvcmRzIG9yIGZld2VyLnNwZWFrZX'
  'JzZWNvbmRzZGVsZXRlZHJvd3M1NjdjMDBhNC1mMzQxLTQwN2EtYWY5Ni0zYWE2MGVhODgwNzJwbGFjZXZpZGVvcGFyYWdyYXBoQSBmYWNlOiB3'
  'aGF0IGhhcyBjaGFuZ2VkLmF1ZGlvcGFyYWdyYXBoaXRhbGljTXVzaWM6IGxpZnRzLml0YWxpY3NlY29uZHNkZWxldGVkc2NlbmVzMTVlOWQ5Y2'
  'UtMmUwZS00NDg1LWE1YTQtZDk0Y2Q5ZmU1Y2Q2cGxhY2VoZWFkaW5nQXNrZGVsZXRlZHJvd3MxOTJkYjE2NC0wOTA1LTQwODctYWVjOC1hMGVm'
  'MjVjZmQ1OThwbGFjZXZpZGVvcGFyYWdyYXBoTmFtZSwgbGluZSBhbmQgYWRkcmVzcy4gSGVsZCB1bnRpbCBpdCBjYW4gYmUgcmVhZCB0d2ljZS'
  '5hdWRpb3BhcmFncmFwaFdoYXQgdG8gZG8gbmV4dC5zcGVha2Vyc2Vjb25kc2RlbGV0ZWRGAw0GJAUHBAcEJEUACTkFCQYaBkcABiQFBwQHBCRF'
  'AAkiBQkbRwEEJEUACTMFCSVHAQQkRQAJGQUJBg0GRwAGJAUHAwcEJEUACTgFCRBHAR8BAwADAQAACgEAAAMBAAALAQAACwEAAAoBAAADAQAAKQ'
  'ECAQQDBgQDBgECAQQDBgQDBgEEAwYEAwYBBAMGBAMGAQIBBAMGBAMGAkEZAVUAfQF3AmF2fR52AQVvcmRlcncJcjNiejNlay5CfnYCBXNjZW5l'
  'dyRjNjNjY2ZiOS05NWYwLTRmM2ItYTk3NS0wNDU0NzBlZGIxMWEFb3JkZXJ3CXIzYnozZWsuSHYAfn0EfnYBBW9yZGVydwlyM2J6M2VrLkR+dg'
  'IFc2NlbmV3JGY0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMgVvcmRlcncJcjNiejNlay5KdwpWb2ljZS1vdmVyfQZ+dgIFc2Nl'
  'bmV3JGY0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMgVvcmRlcncJcjNiejNlay5MdwpWb2ljZS1vdmVyfQh+dgIFc2NlbmV3JG'
  'Y0ZmFmM2JkLTlhNmYtNDdjNS1hN2M4LTk5MzEwOTE4OGMxMgVvcmRlcncJcjNiejNlay5OdgB+fQZ+dgEFb3JkZXJ3CXIzYnozZWsuRn52AgVz'
  'Y2VuZXckMTVlOWQ5Y2UtMmUwZS00NDg1LWE1YTQtZDk0Y2Q5ZmU1Y2Q2BW9yZGVydwlyM2J6M2VrLlB3ClZvaWNlLW92ZXJ9Bn4A'
))
from public.scripts as script where script.id = '5eed0000-0000-4000-8000-0000000000c2';
select pg_temp.done(public.send_to_review(
  '5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000e1', 'Harbour lights, thirty seconds',
  'decision_per_scene', 'Please look at the ending.', null, array['5eed0000-0000-4000-8000-000000000004']::uuid[]
));
select pg_temp.done(public.comment(
  '5eed0000-0000-4000-8000-000000000101', '5eed0000-0000-4000-8000-0000000000c2', 'internal',
  'The quay is closed in March: another place for the last shot?'
));
select pg_temp.as_person(4);
select pg_temp.done(public.comment(
  '5eed0000-0000-4000-8000-000000000102', '5eed0000-0000-4000-8000-0000000000c2',
  'client', 'Could the name stay a second longer?', '{"scene": "15e9d9ce-2e0e-4485-a5a4-d94cd9fe5cd6"}',
  '5eed0000-0000-4000-8000-0000000000f1', '5eed0000-0000-4000-8000-0000000000e1'
));

select pg_temp.as_person(1);
select pg_temp.done(public.set_status(script.id, 'approved', script.version)) from public.scripts as script
where script.id = '5eed0000-0000-4000-8000-0000000000c3' and script.status = 'draft';
select pg_temp.done(public.set_status(script.id, 'archived', script.version)) from public.scripts as script
where script.id = '5eed0000-0000-4000-8000-0000000000c4' and script.status = 'draft';

drop function pg_temp.as_person(integer), pg_temp.done(jsonb);
select set_config('request.jwt.claims', '', false);
