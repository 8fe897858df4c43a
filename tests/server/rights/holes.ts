import { rewritten, type Hole } from './hole.ts';

const policy = (table: string, using: string): string =>
  `create policy hole on ${table} for select to authenticated using (${using})`;

const open = (table: string, grant: string, more: string): string =>
  `drop policy guard on ${table}; grant ${grant} on ${table} to authenticated; create policy hole on ${table} ${more}`;

const MEMBERS = `array['admin', 'internal', 'freelancer', 'client', 'viewer']`;

const inGrantsAndPolicies: readonly Hole[] = [
  {
    name: 'an insert policy that checks nothing',
    sql: open('public.comments', 'insert', 'for insert to authenticated with check (true)'),
    look: 'writes',
  },
  {
    name: 'an update policy without WITH CHECK: people promote themselves',
    sql: open(
      'public.project_members',
      'update',
      'for update to authenticated using (person_id = (select auth.uid()))',
    ),
    look: 'writes',
  },
  {
    name: 'update granted on one column of scripts',
    sql: open('public.scripts', 'update (status)', 'for update to authenticated using (true) with check (true)'),
    look: 'writes',
  },
  { name: 'grant all on everything', sql: 'grant all on all tables in schema public to authenticated', look: 'grants' },
  {
    name: 'TRUNCATE granted on the log',
    sql: 'grant truncate on public.script_updates to authenticated',
    look: 'grants',
  },
  {
    name: 'delete granted on memberships',
    sql: `drop policy guard_deletion on public.project_members; grant delete on public.project_members to authenticated;
      create policy hole on public.project_members for delete to authenticated using (true)`,
    look: 'writes',
  },
  {
    name: 'the role in user_metadata believed',
    sql: policy('public.audit_log', `(auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'`),
    look: 'rows and claims',
  },
  {
    name: 'the address in the token believed',
    sql: policy('public.audit_log', `auth.jwt() ->> 'email' like 'ada@%'`),
    look: 'rows and claims',
  },
  { name: 'using (true) on the log', sql: policy('public.script_updates', 'true'), look: 'rows' },
  {
    name: 'row security off on notifications',
    sql: 'alter table public.notifications disable row level security',
    look: 'rows',
  },
  {
    name: 'row security not forced on decisions',
    sql: 'alter table public.decisions no force row level security',
    look: 'facts',
  },
  {
    name: 'a view with its owner’s rights',
    sql: 'create view public.titles as select title from public.scripts; grant select on public.titles to authenticated',
    look: 'rows',
  },
  {
    name: 'security events read by all staff',
    sql: policy('public.security_events', `organization_id in (select private.my_organizations(array['internal']))`),
    look: 'rows',
  },
  {
    name: 'hashes of codes granted with their table',
    sql: 'grant select on public.invitations to authenticated',
    look: 'columns',
  },
  {
    name: 'channels granted with the scripts',
    sql: 'grant select on public.scripts to authenticated',
    look: 'columns',
  },
  {
    name: 'addresses of everybody whose name is known',
    sql: policy('public.profile_emails', 'person_id in (select private.my_people())'),
    look: 'rows',
  },
  {
    name: 'comments read without asking for whom they are',
    sql: policy('public.comments', `script_id in (select private.my_scripts(array['viewer', 'client']))`),
    look: 'rows',
  },
  {
    name: 'deleted comments read on',
    sql: policy('public.comments', `script_id in (select private.my_scripts(array['admin']))`),
    look: 'rows',
  },
  {
    name: 'drafts of clients’ projects read by them',
    sql: policy('public.script_rows', `script_id in (select private.my_scripts(${MEMBERS}))`),
    look: 'rows',
  },
  {
    name: 'versions read by clients before they are sent',
    sql: rewritten(
      'private.my_versions',
      `array['admin', 'internal', 'freelancer']`,
      `array['admin', 'internal', 'freelancer', 'client']`,
    ),
    look: 'rows',
  },
  {
    name: 'anybody executes what is in the exposed schema',
    sql: 'grant execute on all functions in schema public to public',
    look: 'executing',
  },
  {
    name: 'an inner function that writes may be executed',
    sql: 'grant execute on function private.audit(uuid, text, text, uuid, jsonb) to authenticated',
    look: 'executing',
  },
  {
    name: 'organisations’ signing keys read by whoever has signed in',
    sql: 'grant select on private.organization_signing_keys to authenticated',
    look: 'inner tables',
  },
  {
    name: 'a function of its owner that trusts the caller’s search path',
    sql: 'alter function public.push_updates(uuid, jsonb) reset search_path',
    look: 'facts',
  },
];

const onChannels: readonly Hole[] = [
  {
    name: 'clients broadcast on content channels',
    sql: `drop policy only_cursors on realtime.messages;
      create policy hole on realtime.messages for insert to authenticated
        with check (private.may_listen((select realtime.topic())))`,
    look: 'channels',
  },
  {
    name: 'a client hears the live text',
    sql: rewritten(
      'private.may_listen',
      `('admin', 'internal', 'freelancer', 'viewer')`,
      `('admin', 'internal', 'freelancer', 'viewer', 'client')`,
    ),
    look: 'channels',
  },
  {
    name: 'the epoch is not compared',
    sql: rewritten('private.may_listen', 'asked.epoch =', `'' <>`),
    look: 'channels',
  },
  {
    name: 'viewers send cursors',
    sql: rewritten('private.may_speak', `'freelancer')`, `'freelancer', 'viewer')`),
    look: 'channels',
  },
  {
    name: 'names of channels compared without case',
    sql: rewritten('private.topic_parts', 'regexp_match(\n    topic,', 'regexp_match(\n    lower(topic),'),
    look: 'channels',
  },
  {
    name: 'a policy that lets all messages through',
    sql: 'create policy hole on realtime.messages for select to authenticated using (true)',
    look: 'channels',
  },
];

const inRoles: readonly Hole[] = [
  {
    name: 'revoked_at forgotten',
    sql: rewritten('private.my_projects()', 'and membership.revoked_at is null', ''),
    look: 'rows',
  },
  {
    name: 'revoked_at forgotten where one script is asked about',
    sql: rewritten('private.my_real_project_role', 'and mine.revoked_at is null', ''),
    look: 'calls of push_updates',
  },
  {
    name: 'a review that was taken back read on',
    sql: rewritten('private.my_reviews', 'and sent.revoked_at is null', ''),
    look: 'rows',
  },
  {
    name: 'reviews of other clients',
    sql: rewritten('private.my_reviews', `mine.real_role <> 'client'`, 'true'),
    look: 'rows',
  },
  {
    name: 'the join on the organisation is missing',
    sql: rewritten('private.my_projects()', 'project.organization_id = membership.organization_id', 'true'),
    look: 'rows',
  },
  {
    name: 'looking as somebody else strengthens',
    sql: rewritten('private.weaken', `when role = 'admin' or role = seen_as then`, 'when true then'),
    look: 'rows through other eyes',
  },
];

const inFunctions: readonly Hole[] = [
  {
    name: 'the status ignored on push',
    sql: rewritten(
      'public.push_updates',
      `role = 'freelancer' and script.status not in`,
      `false and script.status not in`,
    ),
    look: 'calls of push_updates',
  },
  {
    name: 'viewers push',
    sql: rewritten('public.push_updates', `'internal', 'freelancer')`, `'internal', 'freelancer', 'viewer')`),
    look: 'calls of push_updates',
  },
  {
    name: 'clients pull the live text',
    sql: rewritten('public.pull_updates', `'viewer')`, `'viewer', 'client')`),
    look: 'calls of pull_updates',
  },
  {
    name: 'clients are told of scripts',
    sql: rewritten('public.my_access', `'freelancer', 'viewer')\n`, `'freelancer', 'viewer', 'client')\n`),
    look: 'access',
  },
  {
    name: 'what is not theirs answered unlike what does not exist',
    sql: rewritten('private.refuse_role', 'role is null', 'false'),
    look: 'calls of set_status',
    isTelling: true,
  },
  {
    name: 'attempts that are not written down',
    sql: rewritten('private.record_attempt', 'if not current_setting', 'if false and not current_setting'),
    look: 'calls of set_status',
    isTelling: true,
  },
  {
    name: 'freelancers set the status',
    sql: rewritten('private.refuse_unless_staff', `('admin', 'internal')`, `('admin', 'internal', 'freelancer')`),
    look: 'calls of set_status',
  },
  {
    name: 'the goal of a move is not asked about: it tells which projects exist',
    sql: rewritten('public.move_script', `target_role is null or target_role not in ('admin', 'internal')`, 'false'),
    look: 'calls of move_script',
    isTelling: true,
  },
  {
    name: 'staff make admins',
    sql: rewritten('private.refuse_managing', `= 'admin' then`, 'is not null then'),
    look: 'calls of change_role',
  },
  {
    name: 'staff invite into the organisation',
    sql: rewritten('public.invite', `invite.project_id is null and mine <> 'admin'`, 'false'),
    look: 'calls of invite',
  },
  {
    name: 'somebody else’s comment edited',
    sql: rewritten('private.refuse_commenting', '(is_for_its_author and said.author <> private.caller())', 'false'),
    look: 'calls of edit_comment',
  },
  {
    name: 'clients write internal comments',
    sql: rewritten('public.comment', `(mine = 'client' and comment.audience is distinct from 'client')`, 'false'),
    look: 'calls of comment',
  },
  {
    name: 'a decision with another person’s key',
    sql: rewritten('public.decide', 'and device.person_id = caller', ''),
    look: 'calls of decide',
  },
  {
    name: 'decisions by those who may not decide',
    sql: rewritten(
      'public.decide',
      `mine <> 'client' or private.my_real_project_role(script.project_id) <> 'client'`,
      'false',
    ),
    look: 'calls of decide',
  },
  {
    name: 'freelancers publish for review',
    sql: rewritten('public.publish_version', `publish_version.kind is distinct from 'named'`, 'false'),
    look: 'calls of publish_version',
  },
];

export const holes: readonly Hole[] = [...inGrantsAndPolicies, ...onChannels, ...inRoles, ...inFunctions];
