import { touch, type Question, type Verdict } from './verdict.ts';

const ofScript = (script_id: string) => [
  touch('scripts', { id: script_id }),
  touch('script_rows', { script_id }),
  touch('reviews', { script_id }),
];

/** Functions on scripts and projects. Each says from its arguments and the present state what the rights say. */
export const logModel: Readonly<Record<string, (asked: Question) => Verdict>> = {
  push_updates: (asked) => {
    const id = asked.text('script_id');
    const script = asked.state.script(id);
    const touches = [touch('scripts', { id }), touch('script_updates', { script_id: id, pushed_by: asked.me })];
    return asked.takes('write', 'live text', script, touches, script === undefined ? {} : { status: script.status });
  },
  pull_updates: (asked) => asked.takes('read', 'live text', asked.state.script(asked.text('script_id')), []),
  missing_updates: (asked) => asked.takes('read', 'live text', asked.state.script(asked.text('script_id')), []),
  seen: (asked) => {
    const script_id = asked.text('script_id');
    const touches = [touch('script_seen', { script_id, person_id: asked.me })];
    return asked.takes('send', 'presence', asked.state.script(script_id), touches);
  },
  set_status: (asked) => {
    const id = asked.text('script_id');
    return asked.takes('set status', 'script', asked.state.script(id), ofScript(id));
  },
  set_due: (asked) => {
    const id = asked.text('script_id');
    return asked.takes('set dates', 'script', asked.state.script(id), [touch('scripts', { id })]);
  },
  rename_script: (asked) => {
    const id = asked.text('script_id');
    return asked.takes('rename', 'script', asked.state.script(id), [touch('scripts', { id })]);
  },
  move_script: (asked) => {
    const id = asked.text('script_id');
    const goal = asked.takes('move', 'script', asked.state.project(asked.text('project_id')), []);
    const from = asked.takes('move', 'script', asked.state.script(id), ofScript(id));
    return goal.isAllowed ? from : goal;
  },
  create_script: (asked) => {
    const id = asked.text('script_id');
    const isTaken = asked.state.script(id) !== undefined;
    const touches = isTaken ? [] : [touch('scripts', { id })];
    return asked.takes('create', 'script', asked.state.project(asked.text('project_id')), touches);
  },
  create_project: (asked) => {
    const id = asked.text('project_id');
    const touches = asked.state.project(id) === undefined ? [touch('projects', { id })] : [];
    return asked.takes('create', 'project', asked.state.organization(asked.text('organization_id')), touches);
  },
  rename_project: (asked) => {
    const id = asked.text('project_id');
    return asked.takes('rename', 'project', asked.state.project(id), [touch('projects', { id })]);
  },
  archive_project: (asked) => {
    const id = asked.text('project_id');
    return asked.takes('archive', 'project', asked.state.project(id), [touch('projects', { id })]);
  },
  create_organization: (asked) => {
    const id = asked.text('organization_id');
    const fresh = [
      touch('organizations', { id }),
      touch('organization_members', { organization_id: id, person_id: asked.me }),
    ];
    const touches = asked.state.organization(id) === undefined ? fresh : [];
    return asked.takes('create', 'organisation', {}, [...touches, touch('profiles', { id: asked.me })]);
  },
  my_access: (asked) => asked.takes('read', 'what one may reach', {}, [], { isOwn: asked.me !== '' }),
  server_clock: (asked) => asked.takes('read', 'the time and health of the server', {}, []),
  health: (asked) => asked.takes('read', 'the time and health of the server', {}, []),
  custom_access_token: () => ({ isAllowed: false, touches: [] }),
};
