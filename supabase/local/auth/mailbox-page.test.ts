import { expect, test } from 'vitest';
import type { GatewayRequest } from '../gateway/part.ts';
import { Mailbox } from './mailbox.ts';
import { mailboxReply } from './mailbox-page.ts';

const mail = (n: number, to = 'ada@example.org'): Parameters<Mailbox['deliver']>[0] => ({
  id: String(n),
  sentAt: new Date(Date.UTC(2026, 10, 20, 10, 0, n)),
  to,
  purpose: 'magiclink',
  code: String(100_000 + n),
  link: `http://127.0.0.1/auth/v1/verify?token=${n}&type=magiclink`,
});

function ask(mailbox: Mailbox, query = '', method = 'GET'): { readonly status: number; readonly text: string } {
  const request: GatewayRequest = {
    method,
    path: '/',
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.alloc(0),
    address: '127.0.0.1',
    signal: new AbortController().signal,
  };
  const { status, body } = mailboxReply(mailbox, request);
  return { status, text: String(body) };
}

test('[SIGNIN-23] the mailbox shows the newest mail first, its code apart and its link', () => {
  const mailbox = new Mailbox();
  mailbox.deliver(mail(1));
  mailbox.deliver(mail(2));
  const { text } = ask(mailbox);
  expect(Array.from(text.matchAll(/<code>(\d+)<\/code>/g), ([, code]) => code)).toEqual(['100002', '100001']);
  expect(text).toContain('href="http://127.0.0.1/auth/v1/verify?token=2&amp;type=magiclink"');
  expect(text).toContain('2 mails.');
});

test('[SIGNIN-23] the mailbox gives the same as JSON, and one address alone', () => {
  const mailbox = new Mailbox();
  mailbox.deliver(mail(1));
  mailbox.deliver(mail(2, 'bo@example.org'));
  const codes = (query: string): unknown => JSON.parse(ask(mailbox, query).text);
  expect(codes('format=json&to=ADA@example.org')).toMatchObject({ mails: [{ code: '100001', to: 'ada@example.org' }] });
  expect(codes('format=json&to=nobody')).toEqual({ mails: [] });
  expect(codes('format=json')).toMatchObject({ mails: [{ code: '100002' }, { code: '100001' }] });
});

test('[SIGNIN-23] nothing that is mailed or asked becomes part of the page', () => {
  const mailbox = new Mailbox();
  mailbox.deliver({ ...mail(1, '"><script>alert(1)</script>@example.org'), code: '<b>1</b>' });
  const { text } = ask(mailbox);
  expect(text).not.toMatch(/<script|<b>/);
  expect(ask(mailbox, 'to="><script>').text).not.toContain('<script');
  expect(ask(mailbox, '', 'POST').status).toBe(405);
});

test('[SIGNIN-23] the mailbox keeps the last 500 mails', () => {
  const mailbox = new Mailbox();
  for (let n = 0; n < 501; n++) mailbox.deliver(mail(n));
  expect(mailbox.list()).toHaveLength(500);
  expect(mailbox.list()[0]?.code).toBe('100500');
});
