import * as tls from 'node:tls';

/**
 * Trusts what the system trusts, besides what comes with the program: offices whose proxies look into TLS put their own
 * certificate into the system's store. For the whole process, so the host asks for it once, at start. A store that
 * cannot be read leaves everything as it was, and is told.
 */
export function trustSystemCertificates(onTrouble: (error: unknown) => void, store: CertificateStore = tls): void {
  try {
    store.setDefaultCACertificates([
      ...new Set([...store.getCACertificates('default'), ...store.getCACertificates('system')]),
    ]);
  } catch (error) {
    onTrouble(error);
  }
}

/** The part of `node:tls` that this needs. */
export type CertificateStore = Pick<typeof tls, 'getCACertificates' | 'setDefaultCACertificates'>;
