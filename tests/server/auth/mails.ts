import * as z from 'zod';

const Mails = z.object({
  mails: z.array(z.object({ to: z.string(), purpose: z.string(), code: z.string(), link: z.string().optional() })),
});
export type FoundMail = z.output<typeof Mails>['mails'][number];

/** What lies in the local mailbox for one address, newest first. */
export async function mailsTo({ url }: { readonly url: string }, address: string): Promise<readonly FoundMail[]> {
  const response = await fetch(`${url}/mailbox?${new URLSearchParams({ format: 'json', to: address }).toString()}`);
  return Mails.parse(await response.json()).mails;
}
