import { expect, test } from 'vitest';
import { Mailbox } from '../../../supabase/local/auth/mailbox.ts';
import { mailboxReply } from '../../../supabase/local/auth/mailbox-page.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { browser } from '../open-page.ts';

/** The mailbox as its server sends it, with what was mailed so far. */
function mailboxPage(mailbox: Mailbox): string {
  const { body } = mailboxReply(mailbox, {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    address: '',
    signal: AbortSignal.abort(),
  });
  return String(body);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[SIGNIN-23] the mailbox is readable to everybody, ${colorScheme}, and one click marks a whole code`, async () => {
    const mailbox = new Mailbox();
    const context = await (await browser()).newContext({ colorScheme });
    try {
      const page = await context.newPage();
      await page.setContent(mailboxPage(mailbox));
      expect(await accessibilityFaults(page)).toEqual([]);
      const mail = { id: '1', sentAt: new Date(0), to: 'ada@example.org', code: '012345' };
      mailbox.deliver({ ...mail, purpose: 'magiclink', link: 'http://127.0.0.1/verify' });
      mailbox.deliver({ ...mail, purpose: 'reauthentication', code: '678901', link: undefined });
      await page.setContent(mailboxPage(mailbox));
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.locator('code').first().click();
      expect(await page.evaluate(() => getSelection()?.toString())).toBe('678901');
    } finally {
      await context.close();
    }
  });
}
