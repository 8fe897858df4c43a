import * as Y from 'yjs';
import type { Role } from '../../app/access/roles.ts';
import { OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../../app/ids.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { readUpdates } from '../../app/script/read-updates.ts';
import { Random } from '../support/random.ts';
import { Claims } from './claims.ts';
import { SimDevice } from './device.ts';
import type { Dangers } from './life.ts';
import { ModelServer } from './server/model-server.ts';
import type { ServerState } from './server/model-state.ts';
import { isShown, Truth } from './truth.ts';
import { VirtualTime } from './virtual-time.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
/** Few, so that small histories meet snapshots; or the server's own number. */
const FAR_BEHIND = [6, 15, 2_000, 2_000] as const;

export interface WorldOptions {
  /** What every device's vault is at first. */
  readonly emptyVault: Buffer;
  readonly traced?: (line: string) => void;
}

/** One seed: people with their laptops, a server, what lies between them, and everything that happens, decided by chance. */
export class World {
  readonly random: Random;
  readonly time = new VirtualTime();
  readonly server: ModelServer;
  readonly truth: Truth;
  readonly claims: Claims;
  readonly dangers: Dangers;
  readonly devices: readonly SimDevice[];
  readonly people: readonly PersonId[];
  readonly organization: OrganizationId;
  readonly projects: readonly [ProjectId, ProjectId];
  readonly scripts: ScriptId[] = [];
  /** Copies of the server's database, oldest first. */
  readonly serverBackups: ServerState[] = [];
  readonly trace: string[] = [];
  readonly #traced: ((line: string) => void) | undefined;
  readonly #broken: unknown[] = [];
  /** What was begun goes on until then. */
  faultsEndAtMs = 0;

  constructor(seed: number, { emptyVault, traced }: WorldOptions) {
    const random = new Random(seed);
    this.random = random;
    this.#traced = traced;
    this.server = new ModelServer({ random, farBehind: random.oneOf(FAR_BEHIND) });
    this.truth = new Truth(this.server);
    this.claims = new Claims(this.server, this.truth);
    this.dangers = { crashPerMille: random.oneOf([0, 0, 1, 5]) };
    this.organization = OrganizationId.parse(random.uuid());
    this.projects = [ProjectId.parse(random.uuid()), ProjectId.parse(random.uuid())];
    const deviceCount = someDeviceCount(random);
    const personCount = Math.max(2, Math.ceil((deviceCount * (60 + random.below(41))) / 100));
    this.people = Array.from({ length: personCount }, () => PersonId.parse(random.uuid()));
    this.#furnish();
    this.devices = Array.from({ length: deviceCount }, (_, index) => {
      const personId = this.people[index] ?? random.oneOf(this.people);
      const messagesPerSecond = random.oneOf([100, 500, Number.POSITIVE_INFINITY]);
      return new SimDevice({
        server: this.server,
        time: this.time,
        dangers: this.dangers,
        name: `d${index}`,
        personId,
        random,
        beginsAt: NOON,
        messagesPerSecond,
        emptyVault,
        told: (line) => this.tell(line),
        stood: (person, scriptId, chain) => this.claims.stood(person, scriptId, chain),
        claimed: (device, scripts) => this.#guard(() => this.claims.check(device, scripts)),
        failed: (error) => this.#broken.push(error),
      });
    });
  }

  /** Lets time pass. Throws what was found broken meanwhile. */
  async run(forMs: number): Promise<void> {
    const endMs = this.time.nowMs + forMs;
    await this.time.runUntil(endMs, () => this.#broken.length > 0);
    if (this.#broken.length > 0) throw this.#broken[0];
  }

  /** Called from within the engine, which must not be the one to catch it. */
  #guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#broken.push(error);
    }
  }

  tell(line: string): void {
    const whole = `${(this.time.nowMs / 1000).toFixed(3).padStart(9)} ${line}`;
    this.trace.push(whole);
    this.#traced?.(whole);
  }

  /** The organisation's own are admins or internal; everybody else has a role in both projects or in one. */
  #furnish(): void {
    const { server, random, organization, people, projects } = this;
    for (const project of projects) server.addProject(organization, project, 'Project');
    people.forEach((personId, index) => {
      server.addPerson(personId, `Person ${index}`);
      if (index === 0) return server.setRole(organization, personId, 'admin');
      const role = random.oneOf<Role>(['internal', 'freelancer', 'freelancer', 'freelancer', 'viewer']);
      if (role === 'internal') return server.setRole(organization, personId, role);
      for (const project of projects.slice(0, random.chance(70) ? 2 : 1)) server.setRole(project, personId, role);
    });
    const count = random.chance(70) ? 1 : 2 + random.below(2);
    for (let made = 0; made < count; made += 1) this.addScript();
  }

  /** Made by the admin on a machine that is not simulated, with a little in it. */
  addScript(): void {
    const { server, random, people, projects, scripts } = this;
    const scriptId = ScriptId.parse(random.uuid());
    const [admin] = people;
    if (admin === undefined) return;
    server.register(admin, { scriptId, projectId: projects[0], title: `Script ${scripts.length}` });
    const updates = buildScript(
      {
        scenes: [
          { heading: 'One', rows: [{ audio: [{ text: 'first' }] }, {}] },
          { heading: 'Two', rows: [{}] },
        ],
      },
      { newId: () => random.uuid() },
      { clientId: 1 + random.below(0xffff_fffe) },
    );
    server.append(
      scriptId,
      admin,
      updates.map((bytes) => ({ batchId: UpdateId.parse(random.uuid()), format: 1, bytes, claimedAuthor: null })),
    );
    scripts.push(scriptId);
  }

  /** As the service makes them: of a log that it can read to its end. */
  makeSnapshot(scriptId: ScriptId): void {
    const { log } = this.server.script(scriptId);
    if (log.length === 0 || !log.every(({ format }) => format === 1)) return;
    const { doc } = readUpdates(
      log.filter(isShown).map(({ bytes }) => bytes),
      'service',
    );
    this.server.storeSnapshot(scriptId, Y.encodeStateAsUpdateV2(doc));
  }

  someDevice(): SimDevice {
    return this.random.oneOf(this.devices);
  }

  someScript(): ScriptId {
    return this.random.oneOf(this.scripts);
  }
}

/** Mostly few: they meet more. */
function someDeviceCount(random: Random): number {
  const turn = random.below(100);
  if (turn < 35) return 2;
  if (turn < 65) return 3;
  if (turn < 90) return 4 + random.below(3);
  return turn < 98 ? 7 + random.below(6) : 13 + random.below(8);
}
