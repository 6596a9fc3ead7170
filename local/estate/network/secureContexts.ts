/** TLS contexts by server name, each made once, when it is first asked for. */
import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateAuthority } from '../certificates/certificateAuthority.ts';
import { certificateCovers, wildcardFor } from '../certificates/certificateNames.ts';

/** A client that walks through ever new names below a wildcard must not fill the memory. */
const CONTEXT_LIMIT = 1000;

/**
 * Answers a context whose certificate holds for the host: with the names given where they cover it, otherwise with the
 * wildcard of its parent, as Azure has for hosts such as `prod-27.westeurope.logic.azure.com`.
 * Session tickets are off: a resumed session would slip past the check of who can reach whom.
 */
export function createSecureContexts(
  authority: CertificateAuthority,
): (host: string, names: string[]) => Promise<SecureContext> {
  const contexts = new Map<string, Promise<SecureContext>>();
  return (host, names) => {
    const covering = certificateCovers(names, host) ? names : [wildcardFor(host)];
    const key = covering.join(' ');
    const known = contexts.get(key);
    if (known !== undefined) return known;
    if (contexts.size >= CONTEXT_LIMIT) {
      return Promise.reject(new Error(`More than ${CONTEXT_LIMIT} different certificates were asked for.`));
    }
    const made = authority
      .issue(covering)
      .then((issued) => createSecureContext({ ...issued, secureOptions: constants.SSL_OP_NO_TICKET }));
    contexts.set(key, made);
    return made;
  };
}
