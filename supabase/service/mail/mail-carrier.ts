import { createTransport, type Transporter } from 'nodemailer';
import type { MailSettings } from '../settings.ts';
import type { MailText } from './invitation-text.ts';

const ANSWER_MS = 15_000;

/** Hands mails over to the SMTP server of the settings, one connection for each. */
export class MailCarrier implements Disposable {
  readonly #transport: Transporter;
  readonly #from: string;

  private constructor(transport: Transporter, from: string) {
    this.#transport = transport;
    this.#from = from;
  }

  static open({ host, port, isSecure, user, password, from }: MailSettings): MailCarrier {
    const transport = createTransport({
      host,
      port,
      secure: isSecure,
      ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: ANSWER_MS,
      greetingTimeout: ANSWER_MS,
      socketTimeout: ANSWER_MS,
      // A mail of ours refers to nothing on this machine or elsewhere.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return new MailCarrier(transport, from);
  }

  /** Resolves when the server has taken it over. */
  async send(address: string, { subject, text, html }: MailText): Promise<void> {
    // As an object an address is one address, whatever commas and brackets are in it.
    await this.#transport.sendMail({ from: this.#from, to: { name: '', address }, subject, text, html });
  }

  [Symbol.dispose](): void {
    this.#transport.close();
  }
}

/** Whether the server said that it will never take this mail (5xx); anything else may pass. */
export function isFinalRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
  // 530 to 535 are about our own login: the mail is as good as before once that is mended.
  return typeof code === 'number' && code >= 500 && !(code >= 530 && code <= 535);
}
