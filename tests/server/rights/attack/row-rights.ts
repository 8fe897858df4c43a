import type { State, Attacker, Where } from './state.ts';

const NOWHERE: Where = {};

/** May this row be read by this attacker? Told by its table and key alone, as the primary key's columns name them. */
export function mayReadRow(state: State, attacker: Attacker, table: string, key: readonly string[]): boolean {
  const [first = '', second = ''] = key;
  const { personId } = attacker;
  const own = { isOwn: personId !== undefined && personId === first };
  const ofScript = (thing: 'script' | 'live text' | 'presence', scriptId: string): boolean => {
    const script = state.script(scriptId);
    return script !== undefined && state.may(attacker, 'read', thing, script);
  };
  const ofReview = (thing: 'review' | 'decision', reviewId: string): boolean => {
    const script = state.script(state.review(reviewId)?.script ?? '');
    return script !== undefined && state.may(attacker, 'read', thing, script, state.sent(personId, [reviewId]));
  };
  const ofOrganization = (thing: 'organisation' | 'organisation member' | 'organisation key', id: string): boolean =>
    state.may(attacker, 'read', thing, { organizationId: id });
  const ofProject = (thing: 'project' | 'project member', id: string): boolean => {
    const project = state.project(id);
    return project !== undefined && state.may(attacker, 'read', thing, project);
  };
  switch (table) {
    case 'profiles':
      return state.may(attacker, 'read', 'profile name', NOWHERE, own) || mayReadName(state, attacker, first);
    case 'profile_emails':
      return (
        state.may(attacker, 'read', 'e-mail address', NOWHERE, own) ||
        placesOf(state, first).some((place) => state.may(attacker, 'read', 'e-mail address', place))
      );
    case 'organizations':
      return ofOrganization('organisation', first);
    case 'organization_members':
      return ofOrganization('organisation member', first);
    case 'organization_keys':
      return ofOrganization('organisation key', first);
    case 'projects':
      return ofProject('project', first);
    case 'project_members':
      return ofProject('project member', first);
    case 'scripts':
      return ofScript('script', first);
    case 'script_updates':
    case 'script_updates_set_aside':
    case 'script_snapshots':
    case 'script_rows':
      return ofScript('live text', first);
    case 'script_seen':
      return ofScript('presence', first);
    case 'script_versions':
    case 'script_version_content':
      return mayReadVersion(state, attacker, first);
    case 'script_version_states': {
      const script = state.script(state.scriptOfVersion(first) ?? '');
      return script !== undefined && state.may(attacker, 'read', 'version state', script);
    }
    case 'reviews':
    case 'review_people':
      return ofReview('review', first);
    case 'decisions':
      return ofReview('decision', state.picture.decisions.find(([id]) => id === first)?.[1] ?? '');
    case 'comments':
    case 'reactions':
      return mayReadComment(state, attacker, first);
    case 'invitations': {
      const invitation = state.invitation(first);
      if (invitation === undefined) return false;
      return invitation.project === null
        ? state.may(attacker, 'read', 'organisation invitation', { organizationId: invitation.organization })
        : state.may(attacker, 'read', 'project invitation', state.project(invitation.project) ?? NOWHERE);
    }
    case 'device_keys':
      return mayReadKey(state, attacker, first);
    case 'notifications': {
      const told = state.picture.notifications.find(([id]) => id === first);
      return state.may(attacker, 'read', 'notification', NOWHERE, {
        isOwn: personId !== undefined && told?.[1] === personId,
      });
    }
    case 'audit_log':
    case 'security_events': {
      const organizationId = state.picture.happened.find(([id]) => id === first)?.[1];
      const thing = table === 'audit_log' ? 'audit log' : 'security events';
      return typeof organizationId === 'string' && state.may(attacker, 'read', thing, { organizationId });
    }
    default:
      throw new RangeError(`Nobody has said who reads ${table} (${second}).`);
  }
}

const placesOf = (state: State, personId: string): readonly Where[] =>
  state.picture.everMembers
    .filter(([, person]) => person === personId)
    .map(([place]) => state.project(place) ?? { organizationId: place });

function mayReadName(state: State, attacker: Attacker, personId: string): boolean {
  if (placesOf(state, personId).some((place) => state.may(attacker, 'read', 'profile name', place))) return true;
  return state.picture.named.some(([reviewId, named]) => {
    const script = named === personId ? state.script(state.review(reviewId)?.script ?? '') : undefined;
    const sent = state.sent(attacker.personId, [reviewId]);
    return script !== undefined && state.may(attacker, 'read', 'profile name', script, sent);
  });
}

export function mayReadVersion(state: State, attacker: Attacker, versionId: string): boolean {
  const script = state.script(state.scriptOfVersion(versionId) ?? '');
  if (script === undefined) return false;
  const reviews = state.reviewsOfVersion(versionId);
  return (
    state.may(attacker, 'read', 'version', script) ||
    (reviews.length > 0 &&
      state.may(attacker, 'read', 'version sent to review', script, state.sent(attacker.personId, reviews)))
  );
}

function mayReadComment(state: State, attacker: Attacker, commentId: string): boolean {
  const comment = state.comment(commentId);
  const script = state.script(comment?.script ?? '');
  if (comment === undefined || script === undefined || comment.isDeleted) return false;
  const sent = state.sent(attacker.personId, comment.review === null ? [] : [comment.review]);
  return comment.audience === 'internal'
    ? state.may(attacker, 'read', 'internal comment', script)
    : state.may(attacker, 'read', 'client comment', script, sent);
}

function mayReadKey(state: State, attacker: Attacker, keyId: string): boolean {
  const key = state.picture.keys.find(([id]) => id === keyId);
  if (key === undefined) return false;
  const isOwn = attacker.personId !== undefined && key[1] === attacker.personId;
  if (state.may(attacker, 'read', 'device key', NOWHERE, { isOwn })) return true;
  if (state.may(attacker, 'read', 'device key', { organizationId: key[2] })) return true;
  return state.picture.decisions.some(([, reviewId, signedWith]) => {
    const script = state.script(state.review(reviewId)?.script ?? '');
    const sent = state.sent(attacker.personId, [reviewId]);
    return signedWith === keyId && script !== undefined && state.may(attacker, 'read', 'signing key', script, sent);
  });
}
