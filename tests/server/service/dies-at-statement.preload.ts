/**
 * Loaded before the service: kills the process, as `kill -9` does, at the n-th statement that it sends to Postgres. Odd
 * numbers die before the statement leaves, even ones when it has left and its answer has not come.
 */
import pg from 'pg';

const diesAt = Number(process.env['GALLEY_TEST_DIES_AT']);
let sent = 0;

const real: unknown = Reflect.get(pg.Client.prototype, 'query');
Reflect.set(pg.Client.prototype, 'query', function query(this: pg.Client, ...args: unknown[]): unknown {
  sent += 1;
  if (sent === diesAt && diesAt % 2 === 1) process.kill(process.pid, 'SIGKILL');
  const answer: unknown = typeof real === 'function' ? Reflect.apply(real, this, args) : undefined;
  if (sent === diesAt) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  return answer;
});
