import * as z from 'zod';

/** People of the local stack, offered on the sign-in screen while Galley is being worked on. */
export const DemoAccounts = z.object({
  /** Of every one of them. */
  password: z.string().min(1),
  accounts: z.array(z.object({ email: z.string(), name: z.string(), role: z.string() })),
});
export type DemoAccounts = z.output<typeof DemoAccounts>;

/** Nobody when nothing is set, and when what is set makes no sense: it is a convenience. */
export function readDemoAccounts(environment: string | undefined): DemoAccounts | null {
  if (environment === undefined) return null;
  try {
    return DemoAccounts.safeParse(JSON.parse(environment)).data ?? null;
  } catch {
    return null;
  }
}
