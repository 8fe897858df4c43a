import { expect, test } from 'vitest';
import { invitationText } from './invitation-text.ts';

test('[SERVICE-12] names in a mail are one line each and cannot become markup', () => {
  const { subject, text, html } = invitationText({
    organization: 'North\r\nBcc: all@example.org',
    project: '<img src=x>',
    invitedBy: 'Ana & Co',
    role: 'client',
    code: '0123456789abcdefABCDEF',
    expiresAt: new Date(Date.UTC(2026, 11, 24)),
  });
  expect(subject).toBe('Ana & Co invites you to North Bcc: all@example.org');
  expect(text).toContain('\n\n0123456789abcdefABCDEF\n\n');
  expect(text).toContain('until 2026-12-24');
  expect(html).toContain('Ana &amp; Co');
  expect(html).not.toContain('<img');
});
