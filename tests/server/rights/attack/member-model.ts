import { REFUSED, touch, type Question, type Touch, type Verdict } from './verdict.ts';

/** Whatever a person held in an organisation or project, and the channels that they could hear. */
function endings(organization_id: string, project_id: string, person_id: string): readonly Touch[] {
  const place = project_id === '' ? { organization_id } : { project_id };
  return [
    touch(project_id === '' ? 'organization_members' : 'project_members', { ...place, person_id }),
    touch('project_members', { person_id }),
    touch('review_people', { person_id }),
    touch('device_keys', { organization_id, person_id }),
    touch('invitations', { organization_id, invited_by: person_id }),
    touch('scripts', place),
    touch('reviews', {}),
  ];
}

/** The organisation of the place that the arguments name: they must name one and not both. */
function placeOf(asked: Question): { readonly organization_id: string; readonly project_id: string } | undefined {
  const project_id = asked.text('project_id');
  if (asked.has('organization_id') === asked.has('project_id')) return undefined;
  const organization_id = asked.has('organization_id')
    ? asked.text('organization_id')
    : asked.state.project(project_id)?.organizationId;
  return organization_id === undefined ? undefined : { organization_id, project_id };
}

function managing(asked: Question, verb: 'change role' | 'remove'): Verdict {
  const place = placeOf(asked);
  if (place === undefined) return REFUSED;
  const touches = endings(place.organization_id, place.project_id, asked.text('person_id'));
  return asked.has('project_id')
    ? asked.takes(verb, 'project member', asked.state.project(place.project_id), touches)
    : asked.takes(verb, 'organisation member', asked.state.organization(place.organization_id), touches);
}

export const memberModel: Readonly<Record<string, (asked: Question) => Verdict>> = {
  invite: (asked) => {
    const organization_id = asked.text('organization_id');
    const touches = [touch('invitations', { id: asked.text('invitation_id'), organization_id, invited_by: asked.me })];
    if (!asked.has('project_id')) {
      return asked.takes('make', 'organisation invitation', asked.state.organization(organization_id), touches);
    }
    const project = asked.state.project(asked.text('project_id'));
    return project?.organizationId === organization_id
      ? asked.takes('make', 'project invitation', project, touches)
      : REFUSED;
  },
  revoke_invitation: (asked) => {
    const id = asked.text('invitation_id');
    const invitation = asked.state.invitation(id);
    if (invitation === undefined) return REFUSED;
    const touches = [touch('invitations', { id })];
    return invitation.project === null
      ? asked.takes('withdraw', 'organisation invitation', { organizationId: invitation.organization }, touches)
      : asked.takes('withdraw', 'project invitation', asked.state.project(invitation.project), touches);
  },
  accept_invitation: (asked) =>
    asked.takes('use', 'invitation code', {}, [
      touch('invitations', { accepted_by: asked.me }),
      touch('organization_members', { person_id: asked.me }),
      touch('project_members', { person_id: asked.me }),
      touch('review_people', { person_id: asked.me }),
      touch('profiles', { id: asked.me }),
    ]),
  change_role: (asked) => managing(asked, 'change role'),
  revoke_member: (asked) => managing(asked, 'remove'),
  rename_person: (asked) =>
    asked.takes('change', 'profile name', {}, [touch('profiles', { id: asked.me })], { isOwn: asked.me !== '' }),
  register_device_key: (asked) => {
    const organization_id = asked.text('organization_id');
    const touches = [touch('device_keys', { id: asked.text('device_key_id'), organization_id, person_id: asked.me })];
    return asked.takes('register', 'device key', asked.state.organization(organization_id), touches);
  },
  read_notifications: (asked) =>
    asked.takes('mark read', 'notification', {}, [touch('notifications', { person_id: asked.me })], {
      isOwn: asked.me !== '',
    }),
};
