import { scriptStatuses } from '../../app/access/roles.ts';
import { UpdateId, type ScriptId } from '../../app/ids.ts';
import { someWeather } from './connection.ts';
import type { SimDevice } from './device.ts';
import type { World } from './world.ts';

type Action = (world: World, device: SimDevice) => string | null;

const HOUR_MS = 3_600_000;
/** An update that the server cannot tell from one of Yjs, and nobody can read. */
const POISON = Uint8Array.of(1, 1, 200, 9, 0, 250, 250, 250, 250, 1, 2, 3);
/** What the server refuses at once: it does not even begin as an update. */
const MALFORMED = Uint8Array.of(9, 1, 2);

/** Everything that may happen, and how often. Each answers what a reader of the history needs to know of it. */
export const actions: Readonly<Record<string, readonly [weight: number, action: Action]>> = {
  edit: [60, editMuch],
  'go offline': [7, (_, device) => (device.goOffline(), null)],
  'go online': [10, goOnline],
  crash: [4, (_, device) => (device.crash(), null)],
  start: [12, (_, device) => (device.start(), null)],
  sleep: [3, sleep],
  weather: [6, ({ random }, { connection }) => JSON.stringify((connection.weather = someWeather(random)))],
  'take backup': [2, (_, device) => (device.takeBackup(), null)],
  'restore backup': [1, restoreBackup],
  'turn clock': [2, turnClock],
  'token ends': [2, tokenEnds],
  'sign out': [1, signOut],
  'try now': [1, (_, device) => (device.engine?.tryNow(), null)],
  'open or close': [4, openOrClose],
  'back up server': [3, ({ server, serverBackups }) => (serverBackups.push(server.backup()), null)],
  'restore server': [1, restoreServer],
  'server loses a moment': [2, loseMoment],
  'server snapshot': [2, (world) => withScript(world, (scriptId) => world.makeSnapshot(scriptId))],
  status: [3, setStatus],
  role: [2, setRole],
  move: [1, moveScript],
  'rotate epoch': [1, (world) => withScript(world, (scriptId) => world.server.rotateEpoch(scriptId))],
  'new script': [1, newScript],
};

/** These change what everything after them may do, so that most histories have none of them. */
export const rareActions: Readonly<Record<string, Action>> = {
  'poison from a peer': (world) => foreignUpdate(world, { format: 1, bytes: POISON }),
  'newer format from a peer': (world) => foreignUpdate(world, { format: 2, bytes: Uint8Array.of(7, 7, 7, 7, 7, 7, 7) }),
  'malformed row in a vault': (world, device) => {
    const scriptId = world.someScript();
    if (device.vault?.has(scriptId) === true) device.save(scriptId, { id: newId(world), format: 1, bytes: MALFORMED });
    return scriptId;
  },
};

function editMuch(world: World, device: SimDevice): string | null {
  const scriptId = world.someScript();
  if (!device.mayEdit(scriptId)) return 'may not';
  const count = world.random.chance(20) ? 1 + world.random.below(8) : 1;
  for (let n = 0; n < count; n += 1) device.edit(scriptId);
  return `${count} in ${scriptId.slice(0, 4)}`;
}

function goOnline({ random }: World, device: SimDevice): string | null {
  device.start();
  device.goOnline({ isNoticed: random.chance(80) });
  return null;
}

function sleep({ random }: World, device: SimDevice): string {
  const forMs = random.oneOf([30_000, 600_000, HOUR_MS]);
  device.sleep(forMs);
  return `${forMs} ms`;
}

function restoreBackup({ time, random }: World, device: SimDevice): string | null {
  if (!device.restoreBackup()) return 'there is none';
  time.after(random.below(60_000), () => device.start());
  return null;
}

function turnClock({ random }: World, device: SimDevice): string {
  const byMs = random.oneOf([-1, 1]) * random.oneOf([1_000, HOUR_MS, 24 * HOUR_MS, 10 * 365 * 24 * HOUR_MS]);
  device.turnClock(byMs);
  return `by ${byMs} ms`;
}

function tokenEnds({ time, random }: World, device: SimDevice): string {
  const forMs = random.below(90_000);
  device.connection.tokenEndsAtMs = time.nowMs;
  time.after(forMs, () => device.signIn());
  return `for ${forMs} ms`;
}

function signOut({ time, random }: World, device: SimDevice): string {
  const forMs = random.below(300_000);
  device.signOut();
  time.after(forMs, () => device.signIn());
  return `for ${forMs} ms`;
}

function openOrClose(world: World, device: SimDevice): string | null {
  const scriptId = world.someScript();
  if (device.windows.has(scriptId)) device.close(scriptId);
  else device.open(scriptId);
  return null;
}

/** To a copy from earlier; whoever is connected goes on writing on top of it. */
function restoreServer({ server, serverBackups, random }: World): string | null {
  const index = random.below(serverBackups.length + 1);
  const backup = serverBackups[index];
  if (backup === undefined) return 'there is no copy';
  server.restore(backup);
  return `to copy ${index} of ${serverBackups.length}`;
}

/** What it took, answered and rang within a moment is gone, before all those who were told of it could follow. */
function loseMoment(world: World): string {
  const { server, time, random } = world;
  const before = server.backup();
  const scriptId = world.someScript();
  for (let edits = random.below(5); edits > 0; edits -= 1) {
    const device = world.someDevice();
    time.after(random.below(200), () => device.isRunning && device.mayEdit(scriptId) && device.edit(scriptId));
  }
  const afterMs = 20 + random.below(random.oneOf([300, 1_000, 4_000]));
  time.after(afterMs, () => server.restore(before));
  world.faultsEndAtMs = Math.max(world.faultsEndAtMs, time.nowMs + afterMs);
  return `of ${afterMs} ms`;
}

/** A server that was restored may not have it any more. */
function withScript(world: World, act: (scriptId: ScriptId) => void): string {
  const scriptId = world.someScript();
  const isThere = world.server.state.scripts.has(scriptId);
  if (isThere) act(scriptId);
  return isThere ? scriptId.slice(0, 4) : 'the script is gone';
}

function setStatus(world: World): string {
  const status = world.random.chance(50) ? 'draft' : world.random.oneOf(scriptStatuses);
  return `${status} ${withScript(world, (scriptId) => world.server.setStatus(scriptId, status))}`;
}

/** The first is an admin for good. */
function setRole({ server, random, people, projects, organization }: World): string {
  const personId = random.oneOf(people.slice(1));
  const turn = random.below(6);
  if (turn === 0) server.setRole(organization, personId, random.oneOf(['internal', 'admin', null]));
  else {
    const role = random.oneOf(['freelancer', 'freelancer', 'freelancer', 'viewer', 'client', null] as const);
    server.setRole(random.oneOf(projects), personId, role);
  }
  return personId.slice(0, 4);
}

function moveScript(world: World): string {
  return withScript(world, (scriptId) => world.server.moveScript(scriptId, world.random.oneOf(world.projects)));
}

function newScript(world: World): string | null {
  if (world.scripts.length > 3) return 'enough';
  world.addScript();
  return null;
}

function foreignUpdate(world: World, update: { readonly format: number; readonly bytes: Uint8Array }): string {
  const { server, people, random } = world;
  return withScript(world, (scriptId) =>
    server.append(scriptId, random.oneOf(people), [{ batchId: newId(world), claimedAuthor: null, ...update }]),
  );
}

const newId = ({ random }: World): UpdateId => UpdateId.parse(random.uuid());
