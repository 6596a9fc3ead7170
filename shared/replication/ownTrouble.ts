import type { FailureKind } from './types.ts';

/**
 * Our own trouble (rule 3): the database may be well, and we may not or cannot ask. Rights, firewall, identity, certificates, and a
 * server that declines encryption.
 */
const OUR_OWN: ReadonlySet<FailureKind> = new Set([
  'noRights',
  'firewall',
  'identity',
  'certificate',
  'encryptionRefused',
  'monitor',
]);

export function isOurOwnTrouble(kind: FailureKind): boolean {
  return OUR_OWN.has(kind);
}
