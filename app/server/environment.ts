/** Names of what the environment says of a server, read in development only; each holds JSON. */

/** Which server: `ServerSetting` of main/account/server-setting.ts. */
export const SERVER_VARIABLE = 'GALLEY_SERVER';

/** Whom the sign-in screen offers: `DemoAccounts` of main/account/demo-accounts.ts. */
export const DEMO_VARIABLE = 'GALLEY_DEMO_ACCOUNTS';
