/**
 * Who may do what. This table is written by hand and comes first: the policies in `supabase/migrations` are written
 * apart from it, and tests/server/rights proves the two equal, cell by cell. docs/roles.md is drawn from it.
 *
 * A role holds in one place: `admin` and `internal` in an organisation with all its projects, the others in one project.
 * Nobody has a role anywhere else, and there the answer is the same as for what does not exist. A role comes from the
 * member tables alone; a removed member has none.
 */

export const roles = ['admin', 'internal', 'freelancer', 'client', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Those without a role: somebody who has signed in, and anybody who reaches the server. Roles may all that these may. */
export type Standing = Role | 'signed in' | 'signed out';

export const scriptStatuses = ['draft', 'in_review', 'changes_requested', 'approved', 'archived'] as const;
export type ScriptStatus = (typeof scriptStatuses)[number];

/** When a right holds. What a person made, and what a client was sent, is told by the caller of `may`. */
export const conditions = {
  always: 'in the place of the role',
  'unless archived': 'unless the script is archived: it is taken out of the archive first',
  'while written': 'while the script is a draft or changes are requested',
  sent: 'only of what was sent to them for review, and not taken back',
  own: 'only their own',
  'own, sent': 'only their own, in what was sent to them for review',
} as const;
export type Condition = keyof typeof conditions;

type Row = { readonly [S in Standing]?: Condition };

const staff = { admin: 'always', internal: 'always' } as const satisfies Row;
const team = { ...staff, freelancer: 'always' } as const satisfies Row;
const readersOfLiveText = { ...team, viewer: 'always' } as const satisfies Row;
const readersOfReviews = { ...readersOfLiveText, client: 'sent' } as const satisfies Row;
const members = { ...readersOfLiveText, client: 'always' } as const satisfies Row;
const authorsInTeam = { admin: 'own', internal: 'own', freelancer: 'own' } as const satisfies Row;
const nobody = {} as const satisfies Row;

/** Thing, verb, role: who is not named may not. */
export const rights = {
  organisation: {
    create: { 'signed in': 'always' },
    read: staff,
    rename: { admin: 'always' },
  },
  'organisation member': {
    read: staff,
    'change role': { admin: 'always' },
    remove: { admin: 'always' },
  },
  'organisation invitation': {
    read: { admin: 'always' },
    make: { admin: 'always' },
    withdraw: { admin: 'always' },
  },
  /** The code opens the door: whoever was given it may use it, once. Nobody can read it, not even as a hash. */
  'invitation code': {
    read: nobody,
    use: { 'signed in': 'always' },
  },
  'organisation key': {
    read: members,
  },
  'audit log': {
    read: { admin: 'always' },
    write: nobody,
  },
  'security events': {
    read: { admin: 'always' },
    write: nobody,
  },

  /** Names stay readable after somebody has left, because what they wrote stays. `sent`: names in their own reviews. */
  'profile name': {
    read: { ...readersOfReviews, 'signed in': 'own' },
    change: { 'signed in': 'own' },
  },
  'e-mail address': {
    read: { ...staff, 'signed in': 'own' },
  },
  'device key': {
    read: { ...staff, 'signed in': 'own' },
    register: members,
  },
  /** The public half of a key that signed a decision: who may read the decision may check it. */
  'signing key': {
    read: readersOfReviews,
  },
  notification: {
    read: { 'signed in': 'own' },
    'mark read': { 'signed in': 'own' },
  },

  project: {
    create: staff,
    read: members,
    rename: staff,
    archive: staff,
  },
  /** Who is in the project, and as what. Their names are told as `profile name`. */
  'project member': {
    read: members,
    'change role': { admin: 'always' },
    remove: { admin: 'always' },
  },
  'project invitation': {
    read: staff,
    make: staff,
    withdraw: staff,
  },

  /** Title, status and dates. A client reads the title of the review instead. */
  script: {
    create: staff,
    read: readersOfLiveText,
    rename: staff,
    'set status': staff,
    'set dates': staff,
    move: staff,
  },
  /** Log, snapshots, rows, what was set aside, and the topic that rings. Nobody changes or takes back an update. */
  'live text': {
    read: readersOfLiveText,
    write: { admin: 'unless archived', internal: 'unless archived', freelancer: 'while written' },
    change: nobody,
  },
  /** Who is here, cursors, and what each has seen. */
  presence: {
    read: readersOfLiveText,
    send: team,
  },

  version: {
    read: team,
    name: team,
    publish: staff,
    change: nobody,
  },
  /** The Yjs state behind a version, with deleted words and its whole history. */
  'version state': {
    read: team,
  },
  'version sent to review': {
    read: readersOfReviews,
  },
  /** Its title, message and dates, whom it was sent to, and its topic. */
  review: {
    read: readersOfReviews,
    send: staff,
    close: staff,
  },
  'client comment': {
    read: readersOfReviews,
    write: { ...team, client: 'sent' },
    edit: { ...authorsInTeam, client: 'own, sent' },
    delete: { ...authorsInTeam, client: 'own, sent' },
    resolve: { ...team, client: 'sent' },
    react: { ...team, client: 'sent' },
  },
  'internal comment': {
    read: team,
    write: team,
    edit: authorsInTeam,
    delete: authorsInTeam,
    resolve: team,
    react: team,
  },
  /** Its words are gone for everybody; deleting it once more changes nothing. */
  'deleted comment': {
    read: nobody,
    edit: nobody,
    'delete again': { 'signed in': 'own' },
  },
  decision: {
    read: readersOfReviews,
    make: { client: 'sent' },
    change: nobody,
  },

  'what one may reach': {
    read: { 'signed in': 'own' },
  },
  'the time and health of the server': {
    read: { 'signed out': 'always' },
  },
} as const satisfies Record<string, Record<string, Row>>;

export type Thing = keyof typeof rights;
export type Verb<T extends Thing> = keyof (typeof rights)[T] & string;

/** What a right may depend on. What is left out counts against it. */
export interface Circumstances {
  /** Of the script that it is about. */
  readonly status?: ScriptStatus;
  /** It belongs to a review: sent to this person and not taken back, or to others of the project only. */
  readonly sent?: 'to them' | 'to others';
  /** This person made it, or it is about them. */
  readonly isOwn?: boolean;
}

/** May somebody who stands here do this? For a role: in the place where they have it. */
export function may<T extends Thing>(
  standing: Standing,
  verb: Verb<T>,
  thing: T,
  circumstances: Circumstances = {},
): boolean {
  const row: Row | undefined = rowOf(thing, verb);
  return standingsOf(standing).some((each) => {
    const condition = row?.[each];
    return condition !== undefined && holds(condition, circumstances);
  });
}

/**
 * Looking at things as another role only takes rights away: both what the person is and what is left of it must allow.
 * Somebody of the team who looks as a client sees what clients of the project see, whoever it was sent to.
 */
export function mayViewingAs<T extends Thing>(
  standing: Standing,
  viewedAs: Role | undefined,
  verb: Verb<T>,
  thing: T,
  circumstances: Circumstances = {},
): boolean {
  if (!may(standing, verb, thing, circumstances)) return false;
  if (viewedAs === undefined || standing === 'signed in' || standing === 'signed out') return true;
  const { sent, ...others } = circumstances;
  return may(weakened(standing, viewedAs), verb, thing, sent === undefined ? others : { ...others, sent: 'to them' });
}

const strength = { admin: 3, internal: 2, freelancer: 1, client: 0, viewer: 0 } as const satisfies Record<Role, number>;

/** Through stronger eyes a role stays what it is. Neither client nor viewer contains the other: nothing is left between. */
export function weakened(role: Role, viewedAs: Role): Role | 'signed in' {
  if (role === viewedAs || strength[viewedAs] > strength[role]) return role;
  return strength[viewedAs] === strength[role] ? 'signed in' : viewedAs;
}

/** A script takes words from freelancers in these states only. */
export const isWritten = (status: ScriptStatus): boolean => status === 'draft' || status === 'changes_requested';

export function rowOf(thing: Thing, verb: string): Row | undefined {
  const verbs: Readonly<Record<string, Row>> = rights[thing];
  return verbs[verb];
}

function standingsOf(standing: Standing): readonly Standing[] {
  if (standing === 'signed out') return ['signed out'];
  return standing === 'signed in' ? ['signed in', 'signed out'] : [standing, 'signed in', 'signed out'];
}

function holds(condition: Condition, { status, sent, isOwn = false }: Circumstances): boolean {
  switch (condition) {
    case 'always':
      return true;
    case 'unless archived':
      return status !== undefined && status !== 'archived';
    case 'while written':
      return status !== undefined && isWritten(status);
    case 'sent':
      return sent === 'to them';
    case 'own':
      return isOwn;
    case 'own, sent':
      return isOwn && sent === 'to them';
    default:
      return condition satisfies never;
  }
}
