import type { AuthWorld } from './auth-world.ts';

/** Where somebody stands ten minutes after it happened, and whether the session is kept. */
export type Outcome =
  | 'signed in'
  | 'signed in, not kept'
  | 'unproven'
  | 'signed out: asked'
  | 'signed out: ended-by-server'
  | 'signed out: used-elsewhere'
  | 'signed out: keyring'
  | 'signed out: unreadable';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** Everything that can happen to a session. Each begins with Felix signed in and all well, then the situation begins. */
export const happenings = {
  'Galley starts, the token is good': (world) => world.restart(0),
  'Galley starts, the token is over': (world) => world.restart(2 * HOUR_MS),
  'the token ends while it runs': async (world) => {
    world.device.pass(HOUR_MS - 80_000);
    await world.settle();
    world.device.pass(80_000);
  },
  'the server refuses the token': async (world) => {
    using _refusal = world.server.stack.faults.add({
      do: 'answer',
      on: 'http',
      path: '/rest/v1',
      status: 401,
      times: 1,
    });
    const { session } = world.device.desk;
    const token = (await session.accessToken()) ?? '';
    // Where there is no way to it, it cannot refuse: then it did so just before.
    if ((await world.callServer()) !== 401) session.refused(token);
  },
  'the machine wakes after a night': async (world) => {
    world.device.sleep(12 * HOUR_MS);
    await world.device.desk.session.renew();
  },
  'the person signs in again': async (world) => {
    await Promise.resolve(world.signIn()).catch(() => undefined); // the table says what came of it
  },
  'the person signs out here': (world) => world.signOut(false),
  'the person signs out everywhere': async (world) => {
    await world.signOut(true).catch(() => undefined); // likewise
  },
} as const satisfies Record<string, (world: AuthWorld) => void | Promise<void>>;
export type Happening = keyof typeof happenings;
export const HAPPENINGS = Object.keys(happenings) as Happening[];

/** Where it leads, in the order of the happenings. */
type Row = readonly [Outcome, Outcome, Outcome, Outcome, Outcome, Outcome, Outcome, Outcome];

interface Situation {
  readonly begin: (world: AuthWorld) => void | Promise<void>;
  readonly comesTo: Row;
}

const well: Row = [
  'signed in',
  'signed in',
  'signed in',
  'signed in',
  'signed in',
  'signed in',
  'signed out: asked',
  'signed out: asked',
];

/** No way through, or no answer of the auth service: whoever has a good token goes on, and nobody is signed out. */
const noAnswer: Row = [
  'signed in',
  'unproven',
  'unproven',
  'unproven',
  'unproven',
  'signed in',
  'signed out: asked',
  'signed in',
];

const notKept: Row = [
  'signed out: keyring',
  'signed out: keyring',
  'signed in, not kept',
  'signed in, not kept',
  'signed in, not kept',
  'signed in, not kept',
  'signed out: asked',
  'signed out: asked',
];

const endedAs = (outcome: Outcome, everywhere: Outcome): Row => [
  'signed in',
  outcome,
  outcome,
  outcome,
  outcome,
  'signed in',
  'signed out: asked',
  everywhere,
];

const answering = (status: number): Situation => ({
  begin: ({ server }) => void server.stack.faults.add({ do: 'answer', on: 'http', status }),
  comesTo: noAnswer,
});

const onRoad = (road: AuthWorld['road']): Situation => ({
  begin: (world) => {
    world.road = road;
  },
  comesTo: noAnswer,
});

/** The calendar is wrong from now on, also where Galley runs already. */
const calendarOff = (byMs: number): Situation => ({
  begin: (world) => {
    world.clockOffMs = byMs;
    world.device.calendar.offMs += byMs;
  },
  comesTo: well,
});

const withKeyring = (state: AuthWorld['keyring'], comesTo: Row): Situation => ({
  begin: (world) => {
    world.keyring = state;
    world.device.keyring.state = state;
  },
  comesTo,
});

export const situations: Readonly<Record<string, Situation>> = {
  online: { begin: () => undefined, comesTo: well },
  'offline: nobody listens': onRoad('closed port'),
  'the name is not known (DNS)': onRoad('unknown name'),
  'a captive portal answers': onRoad('portal'),
  'something answers 401': answering(401),
  'something answers 403': answering(403),
  'something answers 429': answering(429),
  'something answers 500': answering(500),
  'something answers 503': answering(503),
  'the calendar is a day ahead': calendarOff(DAY_MS),
  'the calendar is a day behind': calendarOff(-DAY_MS),
  'the calendar is ten years ahead': calendarOff(10 * YEAR_MS),
  'the calendar is ten years behind': calendarOff(-10 * YEAR_MS),
  'the session was ended on another device': {
    begin: (world) => world.endElsewhere(),
    comesTo: endedAs('signed out: ended-by-server', 'signed out: ended-by-server'),
  },
  'the refresh token was used by a copy': {
    begin: (world) => world.useElsewhere(),
    comesTo: endedAs('signed out: used-elsewhere', 'signed out: asked'),
  },
  'the keyring is locked': withKeyring('locked', notKept),
  'the keyring is another one': withKeyring('changed', [
    'signed out: keyring',
    'signed out: keyring',
    'signed in',
    'signed in',
    'signed in',
    'signed in',
    'signed out: asked',
    'signed out: asked',
  ]),
  'there is no keyring any more': withKeyring('basic_text', notKept),
  'the file cannot be read': {
    begin: (world) => world.breakFile(),
    comesTo: [
      'signed out: unreadable',
      'signed out: unreadable',
      'signed in',
      'signed in',
      'signed in',
      'signed in',
      'signed out: asked',
      'signed out: asked',
    ],
  },
  'the disk does not take the session': {
    begin: (world) => world.blockFile(),
    comesTo: [
      'signed in',
      'unproven',
      'signed in',
      'unproven',
      'signed in',
      'signed in',
      'signed out: asked',
      'signed out: asked',
    ],
  },
};

/** As the table in docs/ has it. */
export function drawTable(outcomes: Readonly<Record<string, readonly Outcome[]>>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...HAPPENINGS]),
    line(['', ...HAPPENINGS].map(() => '---')),
    ...Object.entries(outcomes).map(([name, row]) => line([name, ...row])),
  ].join('\n');
}
