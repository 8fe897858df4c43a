import { expect, test } from 'vitest';
import { ServiceLog } from './service-log.ts';

const ID = '6f1f8d0e-5a39-4dd5-8c0e-0a6a35a1d0aa';

function logged(say: (log: ServiceLog) => void): string {
  const lines: string[] = [];
  say(new ServiceLog({ write: (line) => lines.push(line), now: () => new Date(0) }));
  return lines.join('\n');
}

test('[SERVICE-19] of an error only its kind, its code and places in our code are written', () => {
  const error = Object.assign(new Error('code Ab3 for ana@example.org: “the butler did it”'), { code: '23505' });
  const line = logged((log) => log.warn('task.failed', { task: 'mail', error, retryInMs: 5 }));
  expect(line).not.toMatch(/Ab3|ana@|butler/);
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    event: 'task.failed',
    error: { name: 'Error', code: '23505' },
  });
});

test('[SERVICE-19] fields that the table of events does not name are left out whole', () => {
  const sly = { invitation: ID, code: 'Ab3' };
  expect(logged((log) => log.info('mail.sent', sly))).not.toContain('Ab3');
  const foreign = Object.assign(new Error('x'), { name: 'the butler did it', code: 'the butler' });
  expect(logged((log) => log.error('request.failed', { error: foreign }))).not.toContain('butler');
});
