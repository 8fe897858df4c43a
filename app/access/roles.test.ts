import { expect, test } from 'vitest';
import { isWritten, may, mayViewingAs, roles, scriptStatuses, weakened } from './roles.ts';

test('[RIGHTS-1] a client never meets the live text, its presence or internal comments, in any circumstances', () => {
  const best = { status: 'draft', sent: 'to them', isOwn: true } as const;
  expect([
    may('client', 'read', 'live text', best),
    may('client', 'write', 'live text', best),
    may('client', 'read', 'presence', best),
    may('client', 'send', 'presence', best),
    may('client', 'read', 'script', best),
    may('client', 'read', 'internal comment', best),
    may('client', 'write', 'internal comment', best),
    may('client', 'read', 'version state', best),
  ]).toEqual(Array.from({ length: 8 }, () => false));
});

test('[RIGHTS-1] a freelancer writes while the script is written, staff until it is archived, nobody else ever', () => {
  const writers = scriptStatuses.map((status) => roles.filter((role) => may(role, 'write', 'live text', { status })));
  expect(writers).toEqual([
    ['admin', 'internal', 'freelancer'],
    ['admin', 'internal'],
    ['admin', 'internal', 'freelancer'],
    ['admin', 'internal'],
    [],
  ]);
  expect(scriptStatuses.filter(isWritten)).toEqual(['draft', 'changes_requested']);
});

test('[RIGHTS-1] what is not known of the circumstances counts against the right', () => {
  expect(may('freelancer', 'write', 'live text')).toBe(false);
  expect(may('client', 'read', 'review')).toBe(false);
  expect(may('client', 'read', 'review', { sent: 'to others' })).toBe(false);
  expect(may('client', 'read', 'review', { sent: 'to them' })).toBe(true);
  expect(may('client', 'edit', 'client comment', { isOwn: true })).toBe(false);
  expect(may('client', 'edit', 'client comment', { isOwn: true, sent: 'to them' })).toBe(true);
});

test('[RIGHTS-1] only clients decide, only admins read what happened, and only the owner reads a notification', () => {
  expect(roles.filter((role) => may(role, 'make', 'decision', { sent: 'to them' }))).toEqual(['client']);
  expect(roles.filter((role) => may(role, 'read', 'security events'))).toEqual(['admin']);
  expect(roles.filter((role) => may(role, 'read', 'notification'))).toEqual([]);
  expect(may('signed in', 'read', 'notification', { isOwn: true })).toBe(true);
  expect(may('signed out', 'read', 'notification', { isOwn: true })).toBe(false);
});

test('[RIGHTS-2] looking as another role never adds a right: a client may decide, an admin looking as one may not', () => {
  expect(may('client', 'make', 'decision', { sent: 'to them' })).toBe(true);
  expect(mayViewingAs('admin', 'client', 'make', 'decision', { sent: 'to them' })).toBe(false);
  expect(mayViewingAs('viewer', 'admin', 'write', 'live text', { status: 'draft' })).toBe(false);
  expect(mayViewingAs('admin', 'viewer', 'write', 'live text', { status: 'draft' })).toBe(false);
  expect(mayViewingAs('admin', 'freelancer', 'write', 'live text', { status: 'draft' })).toBe(true);
  expect(mayViewingAs('admin', undefined, 'write', 'live text', { status: 'approved' })).toBe(true);
});

test('[RIGHTS-2] an admin looking as a client sees what any client was sent; a client looking as one their own only', () => {
  const others = { sent: 'to others' } as const;
  expect(mayViewingAs('admin', 'client', 'read', 'review', others)).toBe(true);
  expect(mayViewingAs('admin', 'client', 'read', 'review', {})).toBe(false);
  expect(mayViewingAs('client', 'client', 'read', 'review', others)).toBe(false);
  expect(mayViewingAs('client', 'viewer', 'read', 'review', { sent: 'to them' })).toBe(false);
});

test('[RIGHTS-2] no role and no eyes together may what the role alone may not', () => {
  const all = { status: 'draft', sent: 'to them', isOwn: true } as const;
  const stronger = roles.flatMap((role) =>
    roles.filter(
      (eyes) => mayViewingAs(role, eyes, 'write', 'live text', all) && !may(role, 'write', 'live text', all),
    ),
  );
  expect(stronger).toEqual([]);
  expect(weakened('internal', 'admin')).toBe('internal');
  expect(weakened('viewer', 'client')).toBe('signed in');
});
