import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTable, happenings, HAPPENINGS, situations, type Outcome } from './auth-table.ts';
import { AuthServer, AuthWorld } from './auth-world.ts';

/** Where the table stands for readers; `UPDATE=1` writes it. */
const DOCUMENT = 'docs/auth-table.md';
const TEN_MINUTES_MS = 600_000;
/** Small enough that calls without a pause would be far too many. */
const STEP_MS = 5_000;
/** In ten minutes: pauses grow to a minute with full jitter, half a minute on average, and a few short ones come first. */
const MOST_CALLS = 60;

let server: AuthServer;
let world: AuthWorld;
beforeAll(async () => {
  server = await AuthServer.open();
  world = await AuthWorld.open(server);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function outcomeOf({ device }: AuthWorld): Outcome | 'none' {
  const { session, isSessionKept } = device.desk.state();
  switch (session.kind) {
    case 'none':
      return 'none';
    case 'signed-in':
      return isSessionKept ? 'signed in' : 'signed in, not kept';
    case 'unproven':
      return 'unproven';
    case 'signed-out':
      return `signed out: ${session.reason}`;
    default:
      return session satisfies never;
  }
}

const ALL_WELL = { isThere: true, opens: true, edits: true, searches: true, exports: true, keepsOutbox: true };

test.each(Object.entries(situations))(
  '[ACCOUNT-5] %s: whatever happens, scripts are worked on, what waits still waits, and the server is not stormed',
  async (_name, { begin, comesTo }) => {
    const found: (Outcome | 'none')[] = [];
    for (const happening of HAPPENINGS) {
      await world.begin();
      await begin(world);
      await happenings[happening](world);
      await world.settle();
      for (let passedMs = 0; passedMs < TEN_MINUTES_MS; passedMs += STEP_MS) {
        world.device.pass(STEP_MS);
        await world.settle();
      }
      found.push(outcomeOf(world));
      expect(await world.work.does(), happening).toEqual(ALL_WELL);
      expect(world.asked, happening).toBeLessThan(MOST_CALLS);
      await world.callServer();
    }
    expect(found).toEqual(comesTo);
  },
);

test('[ACCOUNT-5] the table in docs/ is the one that is tested', () => {
  const rows = Object.fromEntries(Object.entries(situations).map(([name, { comesTo }]) => [name, comesTo]));
  const text = `# Sessions: what happens when\n\n${INTRODUCTION}\n\n${drawTable(rows)}\n`;
  if (process.env['UPDATE'] !== undefined) writeFileSync(DOCUMENT, text);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
});

const INTRODUCTION = `Somebody is signed in and all is well; then the situation of the row begins, and what the column names happens. The cell
says where they stand ten minutes later. In every cell scripts open, are edited, searched and exported, and what waits
to be sent still waits; the server gets fewer than ${MOST_CALLS} calls for the session in these minutes. Each cell is a test
(tests/server/account/auth-table.test.ts) with the real client, a real vault and the local stack.`;
