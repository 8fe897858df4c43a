import { hex, sha256 } from './bytes.ts';
import { need, type Deed } from './deeds.ts';
import {
  cast,
  hasRole,
  idOf,
  NOWHERE,
  organisationOf,
  organisations,
  personId,
  placeOf,
  type Organisation,
  type Person,
} from './people.ts';
import { deviceKeyId, LONG_AGO, organisationId } from './planted-people.ts';
import {
  commentId,
  commentsOf,
  contentOf,
  reviewId,
  reviewKinds,
  sceneId,
  sentTo,
  versionId,
  type PlantedComment,
  type ReviewKind,
} from './planted-reviews.ts';
import type { PlantedScript } from './scripts.ts';

const base64 = (label: string, bytes = 32): string =>
  Buffer.concat([sha256(label), sha256(`${label} again`)])
    .subarray(0, bytes)
    .toString('base64');

const fresh = (what: string, script: string, person: Person | undefined): string =>
  idOf(`${what} by ${person ?? 'nobody'} about ${script}`);

function versionDeeds({ id, label, project, chains }: PlantedScript): readonly Deed[] {
  const place = placeOf(project);
  return (['named', 'sent', 'decided'] as const).map((kind): Deed => ({
    routine: 'publish_version',
    about: `${label} as ${kind}`,
    arguments: (person) => ({
      version_id: fresh(`version ${kind}`, label, person),
      script_id: id,
      name: 'new',
      kind,
      position: 2,
      chain: chains.at(-1)?.toString('hex') ?? null,
      scenes: [{ scene_id: sceneId(label, 0), content: '{}' }],
      state: base64('state'),
    }),
    needs: [need(kind === 'named' ? 'name' : 'publish', 'version', place)],
  }));
}

function directingDeeds(script: PlantedScript): readonly Deed[] {
  const { label, project, status } = script;
  const place = placeOf(project);
  const { client } = cast[project];
  return [
    {
      routine: 'send_to_review',
      about: label,
      arguments: (person) => ({
        review_id: fresh('review', label, person),
        version_id: versionId(label, 'named'),
        title: 'new',
        message: '',
        asks: 'comments',
        due_at: null,
        people: [personId(client)],
      }),
      needs: [need('read', 'version', place), need('send', 'review', place)],
      answer: () => (status === 'archived' ? 'script-status' : undefined),
    },
    {
      routine: 'send_to_review',
      about: `${label} to somebody outside`,
      arguments: (person) => ({
        review_id: fresh('review', label, person),
        version_id: versionId(label, 'named'),
        title: 'new',
        message: '',
        asks: 'comments',
        due_at: null,
        people: [personId('sam')],
      }),
      needs: [need('read', 'version', place), need('send', 'review', place)],
      answer: () => 'bad-request',
    },
    ...reviewKinds.flatMap((kind): readonly Deed[] => {
      const about = { sentTo: sentTo(script, kind) };
      return [
        {
          routine: 'close_review',
          about: `${label} ${kind}`,
          arguments: () => ({ review_id: reviewId(label, kind) }),
          needs: [need('close', 'review', place, about)],
        },
        {
          routine: 'revoke_review_person',
          about: `${label} ${kind}`,
          arguments: () => ({ review_id: reviewId(label, kind), person_id: personId(client) }),
          needs: [need('close', 'review', place, about)],
          answer: () => (kind === 'second' ? 'not-found' : undefined),
        },
      ];
    }),
    {
      routine: 'set_due',
      about: label,
      arguments: () => ({ script_id: script.id, due_at: LONG_AGO, expected_version: 1 }),
      needs: [need('set dates', 'script', place)],
    },
  ];
}

function writingDeed(script: PlantedScript, audience: 'client' | 'internal', review: ReviewKind | undefined): Deed {
  const { id, label, project } = script;
  const place = placeOf(project);
  const about = review === undefined ? {} : { sentTo: sentTo(script, review) };
  const write = need('write', audience === 'client' ? 'client comment' : 'internal comment', place, about);
  const where = review === undefined ? 'no review' : `review ${review}`;
  const isClient = (person: Person): boolean => person === cast[project].client || person === cast[project].otherClient;
  return {
    routine: 'comment',
    about: `${audience} comment on ${label} in ${where}`,
    arguments: (person) => ({
      comment_id: fresh(`${audience} comment in ${where}`, label, person),
      script_id: id,
      review_id: review === undefined ? null : reviewId(label, review),
      version_id: null,
      parent_id: null,
      audience,
      anchor: {},
      body: 'new',
    }),
    needs: [write],
    answer: (person, viewedAs) => {
      if (audience === 'client' && review === undefined) return 'bad-request';
      return review === 'closed' && (isClient(person) || viewedAs === 'client') ? 'already-done' : undefined;
    },
  };
}

function changingDeeds(script: PlantedScript, comment: PlantedComment): readonly Deed[] {
  const { label, project } = script;
  const { name, audience, review, author, isDeleted } = comment;
  const place = placeOf(project);
  const thing = audience === 'client' ? 'client comment' : 'internal comment';
  const about = { ownOf: author, ...(review === undefined ? {} : { sentTo: sentTo(script, review) }) };
  const comment_id = commentId(label, name);
  const needing = (verb: 'edit' | 'delete' | 'resolve' | 'react') =>
    isDeleted === true ? need('edit', 'deleted comment', place) : need(verb, thing, place, about);
  return [
    {
      routine: 'edit_comment',
      about: `${label} ${name}`,
      arguments: () => ({ comment_id, body: 'changed' }),
      needs: [needing('edit')],
    },
    {
      routine: 'delete_comment',
      about: `${label} ${name}`,
      arguments: () => ({ comment_id }),
      needs: [isDeleted === true ? need('delete again', 'deleted comment', NOWHERE, about) : needing('delete')],
    },
    {
      routine: 'resolve_comment',
      about: `${label} ${name}`,
      arguments: () => ({ comment_id, resolved: true }),
      needs: [needing('resolve')],
    },
    {
      routine: 'react',
      about: `${label} ${name}`,
      arguments: () => ({ comment_id, emoji: '🎬', present: true }),
      needs: [needing('react')],
    },
  ];
}

function decidingDeed(script: PlantedScript, kind: ReviewKind, signer: Person | 'caller'): Deed {
  const { label, project } = script;
  const organisation = organisationOf(project);
  const place = placeOf(project);
  return {
    routine: 'decide',
    about: `on ${label} ${kind} with a key of ${signer}`,
    arguments: (person) => ({
      decision_id: fresh(`decision with ${signer}`, `${label} ${kind}`, person),
      review_id: reviewId(label, kind),
      scene_id: sceneId(label, 1),
      decision: 'approved',
      note: '',
      content_hash: sha256(contentOf(label, kind, 1)).toString('hex'),
      device_key_id: deviceKeyId(signer === 'caller' ? (person ?? 'sam') : signer, organisation),
      decided_at: LONG_AGO,
      signature: base64('signature', 64),
    }),
    needs: [need('make', 'decision', place, { sentTo: sentTo(script, kind) })],
    answer: (person) => {
      if (kind === 'closed') return 'already-done';
      return signer === 'caller' || signer === person ? undefined : 'not-found';
    },
  };
}

/** Whatever can be called about the versions and reviews of one script. */
export const reviewDeeds = (script: PlantedScript): readonly Deed[] => [
  ...versionDeeds(script),
  ...directingDeeds(script),
  ...([undefined, ...reviewKinds] as const).flatMap((review) =>
    (['client', 'internal'] as const).map((audience) => writingDeed(script, audience, review)),
  ),
  // What is done to a comment does not depend on the script's status: two of them are enough.
  ...(script.status === 'draft' || script.status === 'in_review' ? commentsOf(script) : []).flatMap((comment) =>
    changingDeeds(script, comment),
  ),
  ...reviewKinds.map((kind) => decidingDeed(script, kind, 'caller')),
  decidingDeed(script, 'first', cast[script.project].client),
  decidingDeed(script, 'first', 'abe'),
];

function keyDeeds(organisation: Organisation): readonly Deed[] {
  const organization_id = organisationId(organisation);
  const isMember = need('register', 'device key', { organisation });
  const isThere = (person: Person): boolean => hasRole(person, { organisation });
  return [
    {
      routine: 'register_device_key',
      about: `in ${organisation}`,
      arguments: (person) => ({
        device_key_id: fresh('key', organisation, person),
        organization_id,
        name: 'new',
        public_key: base64(`new key of ${person ?? 'nobody'}`),
      }),
      needs: [isMember],
    },
    {
      routine: 'register_device_key',
      about: `in ${organisation}, taking the key of abe`,
      arguments: () => ({
        device_key_id: deviceKeyId('abe', 'A'),
        organization_id,
        name: 'taken',
        public_key: Buffer.from(hex(sha256('key abe A')).slice(2), 'hex').toString('base64'),
      }),
      needs: [isMember],
      answer: (person) => (isThere(person) ? 'already-done' : undefined),
    },
  ];
}

export const personalDeeds: readonly Deed[] = [
  ...organisations.flatMap(keyDeeds),
  {
    routine: 'read_notifications',
    about: 'of oneself',
    arguments: (person) => ({ ids: [idOf(`notification due ${person ?? 'sam'}`)] }),
    needs: [need('mark read', 'notification', NOWHERE, { isOwn: true })],
  },
];
