import {
  jsonReply,
  notDone,
  type GatewayContext,
  type GatewayReply,
  type GatewayRequest,
  type Part,
} from '../gateway/part.ts';
import { generateLink, invite } from './admin-links.ts';
import { createUser, deleteUser, getUserById, listUsers, updateUserById } from './admin-users.ts';
import { requireAdmin } from './caller.ts';
import { openPool } from './database.ts';
import type { Call, Desk, Handle, HandleUser } from './desk.ts';
import { AuthFailure, failureReply } from './failure.ts';
import { Mailbox } from './mailbox.ts';
import { mailboxReply } from './mailbox-page.ts';
import { recover, resend, sendOtp } from './one-time.ts';
import { grantByPassword } from './password-grant.ts';
import { exchangeCode } from './pkce.ts';
import { RateLimits } from './rate-limits.ts';
import { sendReauthentication } from './reauthentication.ts';
import { refresh } from './refresh.ts';
import { signUp, tooMany } from './sign-up.ts';
import { checkHookName } from './token-hook.ts';
import { getUser, putUser, signOut } from './user-calls.ts';
import { followLink, verifyCode } from './verify.ts';

/** Signs people in as GoTrue does, against schema auth of the database. */
export async function openAuth(context: GatewayContext): Promise<Part> {
  const { settings, surroundings, keys } = context;
  checkHookName(settings.auth.tokenHook);
  const mailbox = new Mailbox();
  const desk: Desk = {
    pool: openPool(context.databaseUrls.auth, settings.auth),
    settings: settings.auth,
    surroundings,
    keys,
    issuer: `${context.apiUrl}/auth/v1`,
    mailbox,
    limits: new RateLimits(),
  };
  return {
    handle: (request) => handle(desk, request),
    page: (request) => Promise.resolve(mailboxReply(mailbox, request)),
    [Symbol.asyncDispose]: () => desk.pool.end(),
  };
}

const CALLS: Readonly<Record<string, Handle>> = {
  'GET /health': () =>
    Promise.resolve(jsonReply(200, { version: 'local', name: 'GoTrue', description: 'Local stand-in' })),
  'GET /settings': publicSettings,
  'GET /.well-known/jwks.json': () => Promise.resolve(jsonReply(200, { keys: [] })),
  'POST /signup': signUp,
  'POST /token': grantToken,
  'POST /otp': sendOtp,
  'POST /magiclink': sendOtp,
  'POST /recover': recover,
  'POST /resend': resend,
  'POST /verify': limitedVerify(verifyCode),
  'GET /verify': limitedVerify(followLink),
  'GET /user': getUser,
  'PUT /user': putUser,
  'POST /logout': signOut,
  'GET /reauthenticate': sendReauthentication,
  'POST /invite': asAdmin(invite),
  'GET /admin/users': asAdmin(listUsers),
  'POST /admin/users': asAdmin(createUser),
  'POST /admin/generate_link': asAdmin(generateLink),
};

const CALLS_ON_ONE_USER: Readonly<Record<string, HandleUser>> = {
  GET: getUserById,
  PUT: updateUserById,
  DELETE: deleteUser,
};

/** What GoTrue does and this does not, by the start of its path. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  '/authorize': 'sign-in with other providers',
  '/callback': 'sign-in with other providers',
  '/user/identities': 'linked identities',
  '/factors': 'second factors',
  '/passkeys': 'passkeys',
  '/sso': 'single sign-on',
  '/oauth': 'OAuth for other programs',
  '/.well-known': 'discovery for other programs',
  '/admin': 'this call for administrators',
  '/scim': 'SCIM',
};

async function handle(desk: Desk, request: GatewayRequest): Promise<GatewayReply> {
  const call = { request, now: desk.surroundings.now() };
  try {
    return await answer(desk, call);
  } catch (error) {
    if (error instanceof AuthFailure) return failureReply(error, request);
    throw error;
  }
}

async function answer(desk: Desk, call: Call): Promise<GatewayReply> {
  const { method } = call.request;
  const path = call.request.path.replace(/(?<=.)\/$/, '');
  const known = CALLS[`${method} ${path}`];
  if (known !== undefined) return known(desk, call);
  const [, userId] = /^\/admin\/users\/([^/]+)$/.exec(path) ?? [];
  const onUser = CALLS_ON_ONE_USER[method];
  if (userId !== undefined && onUser !== undefined) {
    await requireAdmin(desk, call);
    return onUser(desk, call, userId);
  }
  const left = Object.entries(LEFT_OUT).find(([start]) => path === start || path.startsWith(`${start}/`));
  if (left !== undefined) return notDone(left[1]);
  throw new AuthFailure(404, 'not_found', `There is no ${method} ${path} here`);
}

function asAdmin(handler: Handle): Handle {
  return async (desk, call) => {
    await requireAdmin(desk, call);
    return handler(desk, call);
  };
}

function limitedVerify(handler: Handle): Handle {
  return async (desk, call) => {
    const { verifications: events, windowSeconds: perSeconds } = desk.settings.rates;
    if (!desk.limits.take('verify', call.request.address, { events, perSeconds }, call.now)) throw tooMany();
    return handler(desk, call);
  };
}

async function grantToken(desk: Desk, call: Call): Promise<GatewayReply> {
  const grants: Readonly<Record<string, Handle>> = {
    password: grantByPassword,
    refresh_token: refresh,
    pkce: exchangeCode,
  };
  const grantType = call.request.query.get('grant_type') ?? '';
  if (grantType === 'id_token' || grantType === 'web3') return notDone(`the grant ${grantType}`);
  const grant = grants[grantType];
  if (grant === undefined) throw new AuthFailure(400, 'invalid_credentials', 'unsupported_grant_type');
  const { refreshes: events, windowSeconds: perSeconds } = desk.settings.rates;
  if (!desk.limits.take('token', call.request.address, { events, perSeconds }, call.now)) throw tooMany();
  return grant(desk, call);
}

function publicSettings({ settings }: Desk): Promise<GatewayReply> {
  return Promise.resolve(
    jsonReply(200, {
      external: { anonymous_users: settings.allowsAnonymous, email: true, phone: false },
      disable_signup: !settings.allowsSignUp,
      mailer_autoconfirm: settings.confirmsEmailAtOnce,
      phone_autoconfirm: false,
      sms_provider: '',
      saml_enabled: false,
      passkeys_enabled: false,
    }),
  );
}
