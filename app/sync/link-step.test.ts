import { expect, test } from 'vitest';
import { askAt, connectionOf, FIRST_LINK, linkShown, linkStep, type LinkEvent, type LinkState } from './link-step.ts';

const at = (elapsed: number) => ({ elapsed, now: 1_000_000 + elapsed });
const SIGNED_IN = linkStep(FIRST_LINK, { kind: 'session', state: 'signed-in' }, at(0));
const OPEN = after(SIGNED_IN, [{ kind: 'asked' }, { kind: 'answered' }]);
const failed = (trouble: Extract<LinkEvent, { kind: 'trouble' }>['trouble']): LinkEvent => ({
  kind: 'not-answered',
  trouble,
  fraction: 0.5,
});

function after(link: LinkState, events: readonly LinkEvent[], elapsed = 0): LinkState {
  return events.reduce((state, event) => linkStep(state, event, at(elapsed)), link);
}

test('[ENGINE-4] access is asked for on signing in, once a minute, and at most once a second', () => {
  expect(askAt(FIRST_LINK, 0)).toBeNull();
  expect(askAt(SIGNED_IN, 5)).toBe(5);
  expect(askAt(after(SIGNED_IN, [{ kind: 'asked' }]), 5)).toBeNull();
  expect(connectionOf(OPEN)).toBe(1);
  expect(askAt(OPEN, 5)).toBe(60_000);
  expect(askAt(after(OPEN, [{ kind: 'wants-access' }]), 5)).toBe(1_000);
  // What is wanted while it is under way is asked for once more behind it.
  expect(askAt(after(OPEN, [{ kind: 'asked' }, { kind: 'wants-access' }, { kind: 'answered' }]), 5)).toBe(1_000);
});

test('[ENGINE-12] each trouble has its way, waits for its next try, and is over with the next answer', () => {
  const rows = [
    [
      { kind: 'offline', because: 'captive-portal' },
      { kind: 'offline', because: 'captive-portal', since: 1_000_000, nextTryAt: 1_000_500 },
    ],
    [
      { kind: 'unavailable', retryAfterMs: null },
      { kind: 'unavailable', since: 1_000_000, nextTryAt: 1_000_500 },
    ],
    [{ kind: 'unreadable' }, { kind: 'unavailable', since: 1_000_000, nextTryAt: 1_000_500 }],
    [{ kind: 'signed-out' }, { kind: 'signed-out' }],
    [{ kind: 'too-old' }, { kind: 'too-old' }],
  ] as const;
  for (const [trouble, shown] of rows) {
    const down = after(OPEN, [{ kind: 'asked' }, failed(trouble)]);
    expect(linkShown(down, true)).toEqual(shown);
    expect(connectionOf(down)).toBe(0);
    expect(askAt(down, 0)).toBe(500);
    const up = after(down, [{ kind: 'asked' }, { kind: 'answered' }], 600);
    expect(linkShown(up, true)).toEqual({ kind: 'online', isLive: true });
    expect(connectionOf(up)).toBe(2);
  }
});

test('[ENGINE-12] since when stays through tries that fail; what fails late says nothing new', () => {
  const offline = { kind: 'offline', because: 'network' } as const;
  const down = after(OPEN, [{ kind: 'trouble', trouble: offline, fraction: 0.5 }]);
  const again = after(down, [{ kind: 'asked' }, failed(offline)], 9_000);
  expect(linkShown(again, false)).toMatchObject({ since: 1_000_000, nextTryAt: 1_010_000 });
  const late: LinkEvent = { kind: 'trouble', trouble: offline, fraction: 0.5 };
  expect(after(again, [late], 9_001)).toEqual(again);
});

test('[ENGINE-11] a person who asks, a topic that was joined and waking up end the wait', () => {
  const down = after(OPEN, [{ kind: 'asked' }, failed({ kind: 'unavailable', retryAfterMs: 60_000 })]);
  expect(askAt(down, 10)).toBe(60_000);
  expect(askAt(after(down, [{ kind: 'try-now' }]), 10)).toBe(10);
  expect(askAt(after(down, [{ kind: 'woke' }]), 10)).toBe(10);
  const woke = after(OPEN, [{ kind: 'woke' }]);
  // Nothing that was known of the way holds: what was whole has to be seen so again.
  expect(connectionOf(woke)).toBe(2);
  expect(askAt(woke, 10)).toBeLessThan(10);
});

test('[ENGINE-10] a new session is tried at once, the same one changes nothing', () => {
  const signedOut = after(OPEN, [{ kind: 'session', state: 'signed-out' }]);
  expect([askAt(signedOut, 0), connectionOf(signedOut), linkShown(signedOut, true)]).toEqual([
    null,
    0,
    { kind: 'signed-out' },
  ]);
  expect(after(OPEN, [{ kind: 'session', state: 'signed-in' }])).toBe(OPEN);
  const notTaken = after(OPEN, [{ kind: 'asked' }, failed({ kind: 'signed-out' })]);
  expect(askAt(after(notTaken, [{ kind: 'session', state: 'signed-in' }]), 3)).toBe(3);
});
