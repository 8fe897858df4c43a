/**
 * `npm run server:document`: draws the tables and lists the functions in docs/server.md, as a database with every
 * migration has them. With --check it only compares.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { rowOf, rights, type Standing, type Thing } from '../../app/access/roles.ts';
import { refusalStatus } from '../../app/server/refusal.ts';
import { bootstrap, migrate, readMigrations } from './database.ts';
import { readSchema, type Reference, type Routine, type Schema, type Table } from './read-schema.ts';
import { Postgres } from './postgres/postgres.ts';

export const FILE = 'docs/server.md';
const TABLES = /(<!-- tables: drawn by supabase\/local\/draw-server\.ts -->\n)[\s\S]*?(<!-- end -->)/;
const FUNCTIONS = /(<!-- functions: drawn by supabase\/local\/draw-server\.ts -->\n)[\s\S]*?(<!-- end -->)/;

/** One diagram each; a table that stands nowhere here comes last, so that none is forgotten. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  'People and what they belong to': [
    'profiles',
    'profile_emails',
    'organizations',
    'organization_members',
    'projects',
    'project_members',
    'invitations',
  ],
  'Scripts and their logs': [
    'scripts',
    'script_updates',
    'script_updates_set_aside',
    'script_snapshots',
    'script_rows',
    'script_seen',
  ],
  'Versions and reviews': [
    'script_versions',
    'script_version_content',
    'script_version_states',
    'reviews',
    'review_people',
    'comments',
    'reactions',
    'decisions',
    'device_keys',
    'organization_keys',
  ],
  'What happened, and who is told': ['audit_log', 'security_events', 'notifications'],
};

/** Which right of app/access/roles.ts each function asks for. */
const ASKS: Readonly<Record<string, readonly (readonly [Thing, string])[]>> = {
  create_organization: [['organisation', 'create']],
  create_project: [['project', 'create']],
  rename_project: [['project', 'rename']],
  archive_project: [['project', 'archive']],
  create_script: [['script', 'create']],
  rename_script: [['script', 'rename']],
  set_due: [['script', 'rename']],
  set_status: [['script', 'set status']],
  move_script: [['script', 'move']],
  push_updates: [['live text', 'write']],
  pull_updates: [['live text', 'read']],
  missing_updates: [['live text', 'read']],
  seen: [['presence', 'send']],
  my_access: [['what one may reach', 'read']],
  server_clock: [['the time and health of the server', 'read']],
  health: [['the time and health of the server', 'read']],
  invite: [
    ['organisation invitation', 'make'],
    ['project invitation', 'make'],
  ],
  revoke_invitation: [
    ['organisation invitation', 'withdraw'],
    ['project invitation', 'withdraw'],
  ],
  accept_invitation: [['invitation code', 'use']],
  change_role: [['organisation member', 'change role']],
  revoke_member: [['organisation member', 'remove']],
  rename_person: [['profile name', 'change']],
  publish_version: [
    ['version', 'name'],
    ['version', 'publish'],
  ],
  send_to_review: [['review', 'send']],
  close_review: [['review', 'close']],
  revoke_review_person: [['review', 'close']],
  comment: [
    ['client comment', 'write'],
    ['internal comment', 'write'],
  ],
  edit_comment: [['client comment', 'edit']],
  delete_comment: [['client comment', 'delete']],
  resolve_comment: [['client comment', 'resolve']],
  react: [['client comment', 'react']],
  register_device_key: [['device key', 'register']],
  decide: [['decision', 'make']],
  read_notifications: [['notification', 'mark read']],
};

/** The document with its tables and functions as this database has them. */
export function redraw(document: string, schema: Schema): string {
  return document
    .replace(TABLES, (_all, start: string, end: string) => start + drawTables(schema) + end)
    .replace(FUNCTIONS, (_all, start: string, end: string) => start + listFunctions(schema) + end);
}

function drawTables({ tables, references }: Schema): string {
  const named = Object.values(SUBJECTS).flat();
  const others = tables.filter(({ name }) => !named.includes(name)).map(({ name }) => name);
  const subjects = [
    ...Object.entries(SUBJECTS),
    ['What the service keeps for itself, and anything else', others] as const,
  ];
  return subjects.map(([subject, names]) => drawSubject(subject, names, tables, references)).join('');
}

function drawSubject(
  subject: string,
  names: readonly string[],
  tables: readonly Table[],
  references: readonly Reference[],
): string {
  const inside = tables.filter(({ name }) => names.includes(name));
  const boxes = inside.flatMap(({ name, columns }) => [
    `  ${boxOf(name)} {`,
    ...columns.map(({ type, name: column, key }) => `    ${type} ${column}${key === '' ? '' : ` ${key}`}`),
    '  }',
  ]);
  const lines = references
    .filter(({ from }) => names.includes(from))
    .map(({ from, to, columns, isOptional, isOne }) => {
      const [one, many] = [isOptional ? '|o' : '||', isOne ? 'o|' : 'o{'];
      return `  ${boxOf(to)} ${one}--${many} ${boxOf(from)} : "${columns}"`;
    });
  return ['', `**${subject}**`, '', '```mermaid', 'erDiagram', ...boxes, ...lines, '```', '', ''].join('\n');
}

/** A name with a dot stands in quotes. */
const boxOf = (name: string): string => (name.includes('.') ? `"${name}"` : name);

function listFunctions({ routines }: Schema): string {
  const lines = routines
    .filter(({ schema, callers }) => schema === 'public' && callers.some((caller) => caller !== 'service_role'))
    .map((routine) => {
      const codes = codesOf(routine, routines).map((code) => `\`${code}\``);
      return `| \`${routine.name}(${shortened(routine.arguments)})\` | ${whoMay(routine)} | ${codes.join(', ') || '–'} |`;
    });
  return ['', '| function | who may | refuses with |', '| --- | --- | --- |', ...lines, '', ''].join('\n');
}

const shortened = (declaration: string): string =>
  declaration
    .replaceAll('timestamp with time zone', 'timestamptz')
    .replaceAll('DEFAULT', 'default')
    .replaceAll('NULL', 'null')
    .replaceAll(/(default \S+?)::[a-z]+(\[\])?/g, '$1');

/** By the table of rights; a function that is not named here fails the check of this document. */
function whoMay({ name }: Routine): string {
  const asks = ASKS[name];
  if (asks === undefined) throw new Error(`${name} stands with no right in supabase/local/draw-server.ts.`);
  const all = asks.map(([thing, verb]) => {
    const row = rowOf(thing, verb);
    if (row === undefined)
      throw new Error(`There is no right to ${verb} ${thing} in ${Object.keys(rights).join(', ')}.`);
    const standings = Object.entries(row) as [Standing, string][];
    return standings.map(([standing, condition]) => {
      const who = standing === 'signed out' ? 'anybody' : standing === 'signed in' ? 'anybody signed in' : standing;
      return condition === 'always' ? who : `${who} (${condition})`;
    });
  });
  return [...new Set(all.map((standings) => standings.join(', ')))].join('; or ');
}

/** The refusals that stand in a function's text, or in that of a function of ours which it calls. */
function codesOf(routine: Routine, routines: readonly Routine[]): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string): string => {
    if (seen.has(name)) return '';
    seen.add(name);
    const texts = routines.filter((other) => `${other.schema}.${other.name}` === name).map(({ source }) => source);
    const called = texts.flatMap((text) => Array.from(text.matchAll(/\bprivate\.\w+(?=\()/g), ([call]) => call));
    return [...texts, ...called.map(visit)].join('\n');
  };
  const text = visit(`${routine.schema}.${routine.name}`);
  return Object.keys(refusalStatus).filter((code) => text.includes(`'${code}'`));
}

async function readFreshSchema(): Promise<Schema> {
  const dataFolder = join(tmpdir(), `galley-document-${randomUUID()}`);
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
  const postgres = opened.use(await Postgres.open({ dataFolder, isDurable: false }));
  await bootstrap(postgres.url());
  await migrate(postgres.url({ role: 'postgres' }), readMigrations());
  const client = new pg.Client({ connectionString: postgres.url() });
  await client.connect();
  opened.defer(() => client.end());
  return await readSchema(client);
}

if (import.meta.main) {
  const before = readFileSync(FILE, 'utf8');
  const after = redraw(before, await readFreshSchema());
  if (!process.argv.includes('--check')) writeFileSync(FILE, after);
  else if (before !== after) {
    console.error(`${FILE} shows another server than the migrations make. Run: npm run server:document`);
    process.exitCode = 1;
  }
}
