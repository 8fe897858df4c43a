/** What a code is for, as links and GoTrue name it. */
export type Purpose = 'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change' | 'reauthentication';

/** A mail that would have gone out. */
export interface Mail {
  readonly id: string;
  readonly sentAt: Date;
  readonly to: string;
  readonly purpose: Purpose;
  readonly subject: string;
  /** To type. */
  readonly code: string;
  /** To click; a code that only confirms what was begun elsewhere has none. */
  readonly link: string | undefined;
}

const SUBJECTS: Readonly<Record<Purpose, string>> = {
  signup: 'Confirm your address',
  invite: 'You are invited',
  magiclink: 'Your code to sign in',
  recovery: 'Set a new password',
  email_change: 'Confirm the change of your address',
  reauthentication: 'Confirm that it is you',
};

const KEPT = 500;

/** The mails of this run, newest first. Nothing leaves the machine. */
export class Mailbox {
  #mails: readonly Mail[] = [];

  deliver(mail: Omit<Mail, 'subject'>): void {
    this.#mails = [{ ...mail, subject: SUBJECTS[mail.purpose] }, ...this.#mails].slice(0, KEPT);
  }

  /** `to` as the address is stored: in lower case. */
  list(to?: string): readonly Mail[] {
    return to === undefined ? this.#mails : this.#mails.filter((mail) => mail.to === to);
  }
}
