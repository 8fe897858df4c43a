import type { Role } from '../../../app/access/roles.ts';
import { DeviceId, OrganizationId, PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { SyncEngine } from '../../../app/sync/engine.ts';
import type { Standing } from '../../../app/ipc/sync.ts';
import { Random } from '../random.ts';
import { HandClock } from './hand-clock.ts';
import { SmallLog } from './small-log.ts';
import { SmallServer, type Bell } from './small-server.ts';
import { digest } from './updates.ts';

/** A server and devices of it, on one clock that the test turns. Ids come from one seed. */
export class SyncWorld {
  readonly clock = new HandClock();
  readonly random = new Random(5);
  readonly server: SmallServer;
  readonly script: ScriptId;

  constructor() {
    const projectId = ProjectId.parse(this.random.uuid());
    const organizationId = OrganizationId.parse(this.random.uuid());
    this.server = new SmallServer({ projectId, organizationId }, digest);
    this.script = this.newScript();
    this.server.make(this.script);
  }

  newScript(): ScriptId {
    return ScriptId.parse(this.random.uuid());
  }

  async device(role: Role = 'internal', messagesPerSecond = 500): Promise<Device> {
    const person = PersonId.parse(this.random.uuid());
    this.server.roles.set(person, role);
    const log = new SmallLog(person);
    const bell = this.server.bell();
    const device = new Device(this, { person, log, bell, messagesPerSecond });
    await device.start();
    return device;
  }
}

interface DeviceParts {
  readonly person: PersonId;
  readonly log: SmallLog;
  readonly bell: Bell;
  readonly messagesPerSecond: number;
}

/** One person's device: what is on its disk stays when its engine is started again. */
export class Device {
  readonly #world: SyncWorld;
  readonly person: PersonId;
  readonly log: SmallLog;
  readonly bell: Bell;
  readonly #messagesPerSecond: number;
  /** What windows were handed. */
  readonly received: string[] = [];
  #engine: SyncEngine | undefined;

  constructor(world: SyncWorld, { person, log, bell, messagesPerSecond }: DeviceParts) {
    this.#world = world;
    this.person = person;
    this.log = log;
    this.bell = bell;
    this.#messagesPerSecond = messagesPerSecond;
  }

  get engine(): SyncEngine {
    if (this.#engine === undefined) throw new RangeError('The device is off.');
    return this.#engine;
  }

  async start(): Promise<void> {
    const { clock, random, server } = this.#world;
    this.#engine = await SyncEngine.open({
      local: this.log,
      remote: server.remote(this.person),
      doorbell: this.bell,
      clock,
      chance: { fraction: () => random.below(1_000) / 1_000 },
      digest,
      deviceId: DeviceId.parse(random.uuid()),
      messagesPerSecond: this.#messagesPerSecond,
    });
    this.#engine.onReceived((_, fresh) => {
      this.received.push(...fresh.map(({ bytes }) => new TextDecoder().decode(bytes)));
    });
  }

  async stop(): Promise<void> {
    await this.#engine?.[Symbol.asyncDispose]();
    this.#engine = undefined;
  }

  /** Signs in, opens the world's script in front, and lets that settle. */
  async join(): Promise<void> {
    this.engine.session('signed-in');
    await this.#world.clock.pass(1);
    this.look();
    await this.#world.clock.pass(150);
  }

  look(): void {
    this.engine.attend(new Map([[this.#world.script, { isFocused: true }]]));
  }

  type(text: string, scriptId = this.#world.script): void {
    this.log.type(scriptId, text);
    this.engine.typed(scriptId);
  }

  standing(scriptId = this.#world.script): Standing | undefined {
    return this.engine.overview().scripts.find((script) => script.scriptId === scriptId)?.standing;
  }
}
