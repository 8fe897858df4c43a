/** A device's key and whose it is, within one organisation. */
export interface CertifiedKey {
  readonly organizationId: string;
  readonly deviceKeyId: string;
  readonly personId: string;
  /** Raw Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const FORM = 'galley-device-key-1';

/**
 * What the organisation signs (Ed25519) to certify a device's key: UTF-8 of the form's name, organisation, key and person,
 * each lower case and ended by a line feed, then the key's 32 bytes.
 */
export function certificateMessage(key: CertifiedKey): Uint8Array {
  const { organizationId, deviceKeyId, personId, publicKey } = key;
  const names = [FORM, organizationId, deviceKeyId, personId].map((name) => `${name.toLowerCase()}\n`).join('');
  const head = new TextEncoder().encode(names);
  const message = new Uint8Array(head.length + publicKey.length);
  message.set(head);
  message.set(publicKey, head.length);
  return message;
}
