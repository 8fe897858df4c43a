import type { ConnectionStrings } from './connection-strings.ts';

/** How tokens are proven: the project's own secret, or the public keys that its auth server hands out. */
export type TokenProof =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'public-keys'; readonly url: string };

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS where the server offers it. */
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** The address that invitations come from. */
  readonly from: string;
}

export interface ServiceSettings {
  readonly database: ConnectionStrings;
  /** On the loopback interface; 0 takes any free port. */
  readonly port: number;
  readonly proof: TokenProof;
  /** The short form of the service key (`sb_secret_…`), where the project has one. */
  readonly secretKey: string | undefined;
  /** 32 bytes that the organisations' keys are encrypted with; without them nothing is certified or mailed. */
  readonly sealingKey: Uint8Array | undefined;
  readonly mail: MailSettings | undefined;
  /** Scripts that are read at the same time, each in a thread and a transaction of its own. */
  readonly scriptsAtOnce: number;
  /** What has begun may take so long after a request to stop. */
  readonly stopWithinMs: number;
}
