import type { SignInAnswer } from '../../app/ipc/account.ts';
import type { AuthAnswer, AuthTrouble } from './auth-answer.ts';

type Because = (SignInAnswer & { readonly kind: 'failed' })['because'];

const BECAUSE: Readonly<Record<string, Because>> = {
  invalid_credentials: 'wrong',
  validation_failed: 'wrong',
  email_address_invalid: 'wrong',
  email_not_confirmed: 'not-confirmed',
  user_banned: 'banned',
  otp_expired: 'code-expired',
  weak_password: 'weak-password',
  user_already_exists: 'already-registered',
  email_exists: 'already-registered',
  signup_disabled: 'sign-up-closed',
  email_provider_disabled: 'sign-up-closed',
  over_request_rate_limit: 'too-many',
  over_email_send_rate_limit: 'too-many',
  flow_state_expired: 'cancelled',
  flow_state_not_found: 'cancelled',
};

/** What a call that was not done says beside its field. */
export function failedAnswer(answer: Exclude<AuthAnswer<unknown>, { readonly kind: 'done' }>): SignInAnswer {
  if (answer.kind === 'refused') {
    return { kind: 'failed', because: BECAUSE[answer.code] ?? 'unexpected', retryAfterMs: answer.retryAfterMs };
  }
  const { trouble } = answer;
  const retryAfterMs = trouble.kind === 'unavailable' ? trouble.retryAfterMs : null;
  return { kind: 'failed', because: becauseOf(trouble), retryAfterMs };
}

function becauseOf(trouble: AuthTrouble): Because {
  switch (trouble.kind) {
    case 'aborted':
      return 'cancelled';
    case 'unavailable':
      return trouble.isThrottled ? 'too-many' : 'unavailable';
    case 'offline':
      if (trouble.because === 'captive-portal') return 'captive-portal';
      // Of all reasons not to trust a server's certificate, this device's date is the one a person can mend.
      return trouble.because === 'certificate' ? 'clock' : 'offline';
    default:
      return trouble satisfies never;
  }
}
