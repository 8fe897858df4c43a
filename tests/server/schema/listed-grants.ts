/**
 * Every right on a table or function that is not its owner's. Nobody writes a table but the database's own functions, and
 * what the service derives. Whatever is granted anew is added here, where a reviewer sees it.
 */

/** Every column of these. Which rows is for the policies to say. */
const READ_WHOLE = [
  'audit_log',
  'comments',
  'decisions',
  'device_keys',
  'notifications',
  'organization_keys',
  'organization_members',
  'organizations',
  'profile_emails',
  'profiles',
  'project_members',
  'projects',
  'reactions',
  'review_people',
  'script_rows',
  'script_seen',
  'script_snapshots',
  'script_updates',
  'script_updates_set_aside',
  'script_version_content',
  'script_version_states',
  'script_versions',
  'security_events',
] as const;

/** Without hashes of codes, and without heads, chains and epochs: those are told by functions. */
const READ_IN_PART = {
  invitations:
    'accepted_at, accepted_by, created_at, email, expires_at, id, invited_by, mailed_at, organization_id, ' +
    'organization_role, project_id, project_role, review_id, revoked_at',
  reviews:
    'asks, created_at, created_by, due_at, id, message, replaced_by, script_id, state, title, updated_at, version_id',
  scripts: 'created_at, created_by, due_at, id, organization_id, project_id, status, title, updated_at, version',
} as const;

/** The service reads everything, and writes this besides. */
const SERVICE_WRITES: Readonly<Record<string, string>> = {
  organization_keys: 'insert, ',
  script_rows: 'delete, insert, ',
  script_snapshots: 'delete, insert, ',
  script_updates_set_aside: 'insert, ',
  security_events: 'insert, ',
};
const SERVICE_UPDATES: readonly string[] = ['script_rows', 'script_snapshots'];

export const tableGrants: readonly string[] = [
  ...READ_WHOLE.map((table) => `authenticated: select on ${table}`),
  ...Object.entries(READ_IN_PART).map(([table, columns]) => `authenticated: select on ${table} (${columns})`),
  ...[...READ_WHOLE, ...Object.keys(READ_IN_PART)].map(
    (table) =>
      `service_role: ${SERVICE_WRITES[table] ?? ''}select${SERVICE_UPDATES.includes(table) ? ', update' : ''} on ${table}`,
  ),
  'service_role: update on audit_log (chain, ordinal)',
  'service_role: update on device_keys (certificate, certified_at)',
  'service_role: update on invitations (mailed_at, mailed_code_hash)',
];

export const functionsOf: Readonly<Record<string, readonly string[]>> = {
  anon: ['public.health', 'public.server_clock'],
  authenticated: [
    // What the policies ask; PostgREST does not offer this schema.
    'private.may_listen',
    'private.may_speak',
    'private.my_addresses',
    'private.my_organizations',
    'private.my_people',
    'private.my_projects',
    'private.my_reviews',
    'private.my_scripts',
    'private.my_versions',
    'public.accept_invitation',
    'public.archive_project',
    'public.change_role',
    'public.close_review',
    'public.comment',
    'public.create_organization',
    'public.create_project',
    'public.create_script',
    'public.decide',
    'public.delete_comment',
    'public.edit_comment',
    'public.health',
    'public.invite',
    'public.missing_updates',
    'public.move_script',
    'public.my_access',
    'public.publish_version',
    'public.pull_updates',
    'public.push_updates',
    'public.react',
    'public.read_notifications',
    'public.register_device_key',
    'public.rename_person',
    'public.rename_project',
    'public.rename_script',
    'public.resolve_comment',
    'public.revoke_invitation',
    'public.revoke_member',
    'public.revoke_review_person',
    'public.seen',
    'public.send_to_review',
    'public.server_clock',
    'public.set_due',
    'public.set_status',
  ],
  service_role: ['private.hold_status', 'private.live_sessions', 'public.health', 'public.server_clock'],
  supabase_auth_admin: ['public.custom_access_token'],
};
