import type pg from 'pg';
import * as z from 'zod';

import {
  mayViewingAs,
  scriptStatuses,
  type Circumstances,
  type Role,
  type Standing,
  type Thing,
  type Verb,
} from '../../../../app/access/roles.ts';

const Status = z.enum(scriptStatuses);

/** Where something is, by ids as the database has them. Without either: nowhere. */
export interface Where {
  readonly organizationId?: string | undefined;
  readonly projectId?: string | undefined;
}

const Member = z.object({
  place: z.string(),
  person: z.string(),
  role: z.enum(['admin', 'internal', 'freelancer', 'client', 'viewer']),
});
const Script = z.object({ id: z.string(), project: z.string(), status: Status, epoch: z.string() });
const Review = z.object({ id: z.string(), script: z.string(), version: z.string(), epoch: z.string() });
const Comment = z.object({
  id: z.string(),
  script: z.string(),
  review: z.string().nullable(),
  audience: z.enum(['client', 'internal']),
  author: z.string(),
  isDeleted: z.boolean(),
});
const Invitation = z.object({ id: z.string(), organization: z.string(), project: z.string().nullable() });
const Pair = z.tuple([z.string(), z.string()]);

const Picture = z.object({
  members: z.array(Member),
  everMembers: z.array(Pair),
  projects: z.array(Pair),
  scripts: z.array(Script),
  versions: z.array(Pair),
  reviews: z.array(Review),
  sent: z.array(Pair),
  /** Reviews and the people whose names stand in them. */
  named: z.array(Pair),
  comments: z.array(Comment),
  invitations: z.array(Invitation),
  decisions: z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])),
  keys: z.array(z.tuple([z.string(), z.string(), z.string()])),
  notifications: z.array(z.tuple([z.string(), z.string(), z.string().nullable()])),
  happened: z.array(z.tuple([z.string(), z.string().nullable()])),
});
type Picture = z.output<typeof Picture>;

const list = (from: string, item: string): string => `(select coalesce(jsonb_agg(${item}), '[]') from ${from})`;

const PICTURE = `select jsonb_build_object(
  'members', ${list(
    `(select organization_id as place, person_id, role::text from public.organization_members where revoked_at is null
      union all select project_id, person_id, role::text from public.project_members where revoked_at is null) as m`,
    `jsonb_build_object('place', m.place, 'person', m.person_id, 'role', m.role)`,
  )},
  'everMembers', ${list(
    `(select organization_id as place, person_id from public.organization_members
      union all select project_id, person_id from public.project_members) as m`,
    'jsonb_build_array(m.place, m.person_id)',
  )},
  'projects', ${list('public.projects as p', 'jsonb_build_array(p.id, p.organization_id)')},
  'scripts', ${list(
    'public.scripts as s',
    `jsonb_build_object('id', s.id, 'project', s.project_id, 'status', s.status, 'epoch', s.epoch)`,
  )},
  'versions', ${list('public.script_versions as v', 'jsonb_build_array(v.id, v.script_id)')},
  'reviews', ${list(
    'public.reviews as r',
    `jsonb_build_object('id', r.id, 'script', r.script_id, 'version', r.version_id, 'epoch', r.epoch)`,
  )},
  'sent', ${list('public.review_people as s where s.revoked_at is null', 'jsonb_build_array(s.review_id, s.person_id)')},
  'named', ${list(
    `(select id as review, created_by as person from public.reviews
      union select review_id, person_id from public.review_people
      union select review_id, person_id from public.decisions
      union select review_id, author from public.comments where review_id is not null and audience = 'client'
      union select review_id, resolved_by from public.comments
        where review_id is not null and audience = 'client' and resolved_by is not null) as n`,
    'jsonb_build_array(n.review, n.person)',
  )},
  'comments', ${list(
    'public.comments as c',
    `jsonb_build_object('id', c.id, 'script', c.script_id, 'review', c.review_id, 'audience', c.audience,
      'author', c.author, 'isDeleted', c.deleted_at is not null)`,
  )},
  'invitations', ${list(
    'public.invitations as i',
    `jsonb_build_object('id', i.id, 'organization', i.organization_id, 'project', i.project_id)`,
  )},
  'decisions', ${list('public.decisions as d', 'jsonb_build_array(d.id, d.review_id, d.device_key_id, d.person_id)')},
  'keys', ${list('public.device_keys as k', 'jsonb_build_array(k.id, k.person_id, k.organization_id)')},
  'notifications', ${list('public.notifications as n', 'jsonb_build_array(n.id, n.person_id, n.script_id)')},
  'happened', ${list(
    `(select id, organization_id from public.audit_log union all
      select id, organization_id from public.security_events) as h`,
    'jsonb_build_array(h.id, h.organization_id)',
  )}
) as picture`;

/** Somebody who calls, as the rights see them. */
export interface Attacker {
  readonly personId: string | undefined;
  readonly viewedAs: Role | undefined;
}

/** What decides rights, read from the tables by the superuser; nothing of the server's own functions is asked. */
export class State {
  readonly picture: Picture;
  readonly #organizationOf: ReadonlyMap<string, string>;
  readonly #scripts: ReadonlyMap<string, z.output<typeof Script>>;
  readonly #versions: ReadonlyMap<string, string>;
  readonly #reviews: ReadonlyMap<string, z.output<typeof Review>>;
  readonly #comments: ReadonlyMap<string, z.output<typeof Comment>>;
  readonly #invitations: ReadonlyMap<string, z.output<typeof Invitation>>;
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #sent: ReadonlySet<string>;

  private constructor(picture: Picture) {
    this.picture = picture;
    this.#organizationOf = new Map(picture.projects);
    this.#scripts = new Map(picture.scripts.map((script) => [script.id, script]));
    this.#versions = new Map(picture.versions);
    this.#reviews = new Map(picture.reviews.map((review) => [review.id, review]));
    this.#comments = new Map(picture.comments.map((comment) => [comment.id, comment]));
    this.#invitations = new Map(picture.invitations.map((invitation) => [invitation.id, invitation]));
    this.#roles = new Map(picture.members.map(({ place, person, role }) => [`${place} ${person}`, role]));
    this.#sent = new Set(picture.sent.map(([review, person]) => `${review} ${person}`));
  }

  static async read(client: pg.ClientBase): Promise<State> {
    const { rows } = await client.query<{ picture: unknown }>(PICTURE);
    return new State(Picture.parse(rows[0]?.picture));
  }

  organization(id: string): Where | undefined {
    const isThere =
      this.picture.members.some(({ place }) => place === id) || [...this.#organizationOf.values()].includes(id);
    return isThere ? { organizationId: id } : undefined;
  }

  project(id: string): Where | undefined {
    const organizationId = this.#organizationOf.get(id);
    return organizationId === undefined ? undefined : { organizationId, projectId: id };
  }

  script(id: string): (Where & { readonly status: z.output<typeof Status>; readonly epoch: string }) | undefined {
    const script = this.#scripts.get(id);
    const place = script === undefined ? undefined : this.project(script.project);
    return script === undefined || place === undefined
      ? undefined
      : { ...place, status: script.status, epoch: script.epoch };
  }

  scriptOfVersion(id: string): string | undefined {
    return this.#versions.get(id);
  }

  review(id: string): z.output<typeof Review> | undefined {
    return this.#reviews.get(id);
  }

  comment(id: string): z.output<typeof Comment> | undefined {
    return this.#comments.get(id);
  }

  invitation(id: string): z.output<typeof Invitation> | undefined {
    return this.#invitations.get(id);
  }

  reviewsOfVersion(id: string): readonly string[] {
    return this.picture.reviews.filter(({ version }) => version === id).map((review) => review.id);
  }

  /** Several at an organisation for whom they work in several projects. */
  standings(personId: string | undefined, { organizationId, projectId }: Where): readonly Standing[] {
    if (personId === undefined) return ['signed out'];
    const roleIn = (place: string): readonly Role[] => {
      const role = this.#roles.get(`${place} ${personId}`);
      return role === undefined ? [] : [role];
    };
    const inOrganization = roleIn(organizationId ?? '');
    if (inOrganization.length > 0) return inOrganization;
    const around = this.picture.projects.filter(([, organization]) => organization === organizationId);
    const inProjects = projectId === undefined ? around.flatMap(([project]) => roleIn(project)) : roleIn(projectId);
    return inProjects.length > 0 ? inProjects : ['signed in'];
  }

  /** Sent to this person, or to others of the project; `undefined` for what is in no review. */
  sent(personId: string | undefined, reviewIds: readonly string[]): Pick<Circumstances, 'sent'> {
    if (reviewIds.length === 0) return {};
    return { sent: reviewIds.some((id) => this.#sent.has(`${id} ${personId ?? ''}`)) ? 'to them' : 'to others' };
  }

  may<T extends Thing>(
    attacker: Attacker,
    verb: Verb<T>,
    thing: T,
    where: Where,
    circumstances: Circumstances = {},
  ): boolean {
    return this.standings(attacker.personId, where).some((standing) =>
      mayViewingAs(standing, attacker.viewedAs, verb, thing, circumstances),
    );
  }
}
