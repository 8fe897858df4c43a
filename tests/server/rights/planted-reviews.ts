import { hex, NO_CHAIN, sha256 } from './bytes.ts';
import type { Fact, Json, PlantedRow } from './facts.ts';
import { cast, idOf, organisationOf, personId, placeOf, type Person } from './people.ts';
import { deviceKeyId, EARLIER, LONG_AGO } from './planted-people.ts';
import type { PlantedScript } from './scripts.ts';

/** What became of a script's versions: two were sent to one client each, one was taken back, one is over. */
export const reviewKinds = ['first', 'second', 'taken', 'closed'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

export const reviewId = (script: string, kind: ReviewKind): string => idOf(`review ${script} ${kind}`);
export const versionId = (script: string, kind: ReviewKind | 'named'): string => idOf(`version ${script} ${kind}`);
export const sceneId = (script: string, ordinal: number): string => idOf(`scene ${script} ${ordinal}`);
export const reviewEpoch = (script: string, kind: ReviewKind): string =>
  sha256(`epoch of review ${script} ${kind}`).toString('hex').slice(0, 32);
export const contentOf = (script: string, kind: string, ordinal: number): string =>
  JSON.stringify({ rows: [], scene: `${script} ${kind} ${ordinal}` });

/** To whom a review is open now. The admin is among them, so that looking as a client could strengthen. */
export function sentTo(script: PlantedScript, kind: ReviewKind): readonly Person[] {
  const { admin, client, otherClient } = cast[script.project];
  return { first: [client, admin], second: [otherClient], taken: [], closed: [client] }[kind];
}

export interface PlantedComment {
  readonly name: string;
  readonly audience: 'client' | 'internal';
  readonly review?: ReviewKind;
  readonly author: Person;
  readonly parent?: string;
  readonly isDeleted?: true;
}

export function commentsOf({ project }: PlantedScript): readonly PlantedComment[] {
  const { staff, freelancer, client, otherClient } = cast[project];
  return [
    { name: 'of the client', audience: 'client', review: 'first', author: client },
    { name: 'answer of staff', audience: 'client', review: 'first', author: staff, parent: 'of the client' },
    { name: 'of the freelancer', audience: 'client', review: 'first', author: freelancer },
    { name: 'of the other client', audience: 'client', review: 'second', author: otherClient },
    { name: 'in the review taken back', audience: 'client', review: 'taken', author: client },
    { name: 'outside a review', audience: 'client', author: staff },
    { name: 'note', audience: 'internal', author: freelancer },
    { name: 'note in the review', audience: 'internal', review: 'first', author: staff },
    { name: 'deleted', audience: 'client', review: 'first', author: client, isDeleted: true },
    { name: 'deleted note', audience: 'internal', author: staff, isDeleted: true },
  ];
}

export const commentId = (script: string, name: string): string => idOf(`comment ${script} ${name}`);

function plantVersion(script: PlantedScript, kind: ReviewKind | 'named', number: number): readonly PlantedRow[] {
  const { label, project, chains } = script;
  const id = versionId(label, kind);
  const place = placeOf(project);
  const facts: readonly Fact[] = [
    { thing: 'version', place },
    ...(kind === 'named' ? [] : [{ thing: 'version sent to review', place, sentTo: sentTo(script, kind) } as const]),
  ];
  const row = (table: string, suffix: string, values: Readonly<Record<string, Json>>): PlantedRow => ({
    table,
    label: `${label} ${kind}${suffix}`,
    values,
    facts,
  });
  const scenes = [0, 1].map((ordinal) => contentOf(label, kind, ordinal));
  return [
    row('script_versions', '', {
      id,
      script_id: script.id,
      number,
      name: `version ${label} ${kind}`,
      kind: kind === 'named' ? 'named' : 'sent',
      content_hash: hex(sha256(scenes.join(''))),
      position: 2,
      chain: hex(chains[1] ?? NO_CHAIN),
      created_by: personId(cast[project].staff),
      created_at: LONG_AGO,
    }),
    ...scenes.map((content, ordinal) =>
      row('script_version_content', ` scene ${ordinal}`, {
        version_id: id,
        ordinal,
        scene_id: sceneId(label, ordinal),
        content,
        content_hash: hex(sha256(content)),
      }),
    ),
    {
      ...row('script_version_states', '', {
        version_id: id,
        bytes: hex(Buffer.from(`state of ${label} ${kind}`)),
        sha256: hex(sha256(`state of ${label} ${kind}`)),
      }),
      facts: [{ thing: 'version state', place }],
    },
  ];
}

function plantReview(script: PlantedScript, kind: ReviewKind): readonly PlantedRow[] {
  const { label, project } = script;
  const { staff, client } = cast[project];
  const facts: readonly Fact[] = [{ thing: 'review', place: placeOf(project), sentTo: sentTo(script, kind) }];
  const id = reviewId(label, kind);
  const asked = kind === 'taken' ? [client] : sentTo(script, kind);
  return [
    {
      table: 'reviews',
      label: `${label} ${kind}`,
      values: {
        id,
        script_id: script.id,
        version_id: versionId(label, kind),
        title: `review ${label} ${kind}`,
        message: '',
        asks: 'decision_per_scene',
        state: kind === 'closed' ? 'closed' : 'open',
        epoch: reviewEpoch(label, kind),
        created_by: personId(staff),
        created_at: LONG_AGO,
        updated_at: LONG_AGO,
      },
      facts,
    },
    ...asked.map((person): PlantedRow => ({
      table: 'review_people',
      label: `${label} ${kind} to ${person}`,
      values: {
        review_id: id,
        person_id: personId(person),
        added_by: personId(staff),
        created_at: LONG_AGO,
        revoked_at: kind === 'taken' ? EARLIER : null,
      },
      facts,
    })),
  ];
}

function plantDecision(script: PlantedScript, kind: 'first' | 'closed'): PlantedRow {
  const { label, project } = script;
  const { client } = cast[project];
  return {
    table: 'decisions',
    label: `${label} ${kind} by ${client}`,
    values: {
      id: idOf(`decision ${label} ${kind}`),
      review_id: reviewId(label, kind),
      version_id: versionId(label, kind),
      scene_id: sceneId(label, 0),
      decision: 'changes_requested',
      note: '',
      content_hash: hex(sha256(contentOf(label, kind, 0))),
      person_id: personId(client),
      role: 'client',
      device_key_id: deviceKeyId(client, organisationOf(project)),
      signature: hex(Buffer.alloc(64, 7)),
      decided_at: EARLIER,
      received_at: EARLIER,
      ordinal: 1,
      chain: hex(sha256(`decision ${label} ${kind}`)),
    },
    facts: [{ thing: 'decision', place: placeOf(project), sentTo: sentTo(script, kind) }],
  };
}

function factOfComment(script: PlantedScript, { audience, review, isDeleted }: PlantedComment): Fact {
  const place = placeOf(script.project);
  if (isDeleted === true) return { thing: 'deleted comment', place };
  if (audience === 'internal') return { thing: 'internal comment', place };
  return { thing: 'client comment', place, ...(review === undefined ? {} : { sentTo: sentTo(script, review) }) };
}

function plantComment(script: PlantedScript, comment: PlantedComment): readonly PlantedRow[] {
  const { label, project } = script;
  const facts = [factOfComment(script, comment)];
  const id = commentId(label, comment.name);
  return [
    {
      table: 'comments',
      label: `${label} ${comment.name}`,
      values: {
        id,
        script_id: script.id,
        review_id: comment.review === undefined ? null : reviewId(label, comment.review),
        version_id: comment.review === undefined ? null : versionId(label, comment.review),
        parent_id: comment.parent === undefined ? null : commentId(label, comment.parent),
        audience: comment.audience,
        anchor: {},
        body: comment.isDeleted === true ? '' : `comment ${label} ${comment.name}`,
        author: personId(comment.author),
        created_at: LONG_AGO,
        deleted_at: comment.isDeleted === true ? EARLIER : null,
      },
      facts,
    },
    {
      table: 'reactions',
      label: `${label} ${comment.name}`,
      values: { comment_id: id, person_id: personId(cast[project].staff), emoji: '👍', created_at: LONG_AGO },
      facts,
    },
  ];
}

export const plantReviews = (script: PlantedScript): readonly PlantedRow[] => [
  ...(['named', ...reviewKinds] as const).flatMap((kind, index) => plantVersion(script, kind, index + 1)),
  ...reviewKinds.flatMap((kind) => plantReview(script, kind)),
  ...commentsOf(script).flatMap((comment) => plantComment(script, comment)),
  plantDecision(script, 'first'),
  plantDecision(script, 'closed'),
];
