import { expect, test } from 'vitest';
import { channelName, ownToken, readJoin } from './join.ts';

const plain = {
  isPrivate: false,
  wantsAck: false,
  wantsOwn: false,
  wantsReadiness: false,
  presence: { isEnabled: false, key: undefined },
  token: undefined,
  notDone: undefined,
};

test('[REALTIME-1] a join says what it wants; booleans may come as text', () => {
  const config = {
    broadcast: { ack: true, self: 'TRUE', replication_ready: true },
    presence: { enabled: true, key: 'ana' },
    postgres_changes: [],
    private: true,
  };
  expect(readJoin({ config, access_token: 'a' })).toEqual({
    isPrivate: true,
    wantsAck: true,
    wantsOwn: true,
    wantsReadiness: true,
    presence: { isEnabled: true, key: 'ana' },
    token: 'a',
    notDone: undefined,
  });
});

test('[REALTIME-1] what a join does not say, or says unreadably, counts as not said', () => {
  expect(readJoin({})).toEqual(plain);
  expect(readJoin({ config: null, access_token: 7 })).toEqual(plain);
  expect(readJoin({ config: { private: 'yes', broadcast: 'all', presence: [], postgres_changes: null } })).toEqual(
    plain,
  );
  expect(readJoin({ config: { broadcast: { ack: 1 }, presence: { key: '' } } })).toEqual(plain);
  expect(readJoin('join')).toBeUndefined();
  expect(readJoin(null)).toBeUndefined();
});

test('[REALTIME-14] a join that wants what is not done here says so', () => {
  expect(readJoin({ config: { broadcast: { replay: { since: 1 } } } })?.notDone).toBe('replays of broadcasts');
  const changes = [{ event: '*', schema: 'public' }];
  expect(readJoin({ config: { postgres_changes: changes } })?.notDone).toBe('changes of tables (postgres_changes)');
});

test('[REALTIME-7] keys are no tokens', () => {
  expect(ownToken('sb_publishable_x')).toBeUndefined();
  expect(ownToken('eyJ')).toBe('eyJ');
  expect(readJoin({ access_token: 'a', user_token: 'u' })?.token).toBe('u');
});

test('[REALTIME-10] a channel is named by everything behind the prefix', () => {
  expect(channelName('realtime:a:b ')).toBe('a:b ');
  expect(channelName('realtime:')).toBe('');
  expect(channelName('Realtime:a')).toBeUndefined();
  expect(channelName('phoenix')).toBeUndefined();
});
