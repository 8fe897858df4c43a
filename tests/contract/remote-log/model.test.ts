import type { RemoteLog } from '../../../app/sync/ports.ts';
import { OrganizationId, PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { remoteOf } from '../../sim/server/model-remote.ts';
import { ModelServer } from '../../sim/server/model-server.ts';
import { Random } from '../../support/random.ts';
import { members, type Member, type RemoteWorld } from './remote-world.ts';
import { remoteLogSuite } from './suite.ts';

/** The simulation's server: what it proves of the engine holds for as much as this suite says. */
function openModelWorld(): Promise<RemoteWorld> {
  const random = new Random(1);
  const server = new ModelServer({ random });
  const organization = OrganizationId.parse(random.uuid());
  const projectId = ProjectId.parse(random.uuid());
  server.addProject(organization, projectId, 'Harbour');
  const forEach = <T>(make: (member: Member) => T): Readonly<Record<Member, T>> => ({
    admin: make('admin'),
    internal: make('internal'),
    freelancer: make('freelancer'),
    viewer: make('viewer'),
    client: make('client'),
    stranger: make('stranger'),
  });
  const people = forEach(() => PersonId.parse(random.uuid()));
  const join = (personId: PersonId, member: Member): void => {
    server.addPerson(personId, member);
    if (member === 'admin' || member === 'internal') server.setRole(organization, personId, member);
    else if (member !== 'stranger') server.setRole(projectId, personId, member);
  };
  for (const member of members) join(people[member], member);
  const logOf = (personId: PersonId | null): RemoteLog => remoteOf(server, () => personId);
  let made = 0;
  return Promise.resolve({
    people,
    logs: forEach((member) => logOf(people[member])),
    nobody: logOf(null),
    projectId,
    newScript: () => {
      const scriptId = ScriptId.parse(random.uuid());
      server.register(people.admin, { scriptId, projectId, title: `Script ${(made += 1)}` });
      return Promise.resolve(scriptId);
    },
    setStatus: (scriptId, status) => Promise.resolve(server.setStatus(scriptId, status)),
    formerFreelancer: () => {
      const personId = PersonId.parse(random.uuid());
      join(personId, 'freelancer');
      server.setRole(projectId, personId, null);
      return Promise.resolve(logOf(personId));
    },
    restore: (scriptId, updates) => {
      const script = server.script(scriptId);
      script.log = script.log.slice(0, updates);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

remoteLogSuite('the model server', openModelWorld);
