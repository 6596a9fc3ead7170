import type { FailureKind } from '../../../replication/types.ts';

/** What an error number of the server means to a watcher (rule 3: whose trouble is it?). */
export interface ErrorMeaning {
  kind: FailureKind;
  /** In a few words, for the sentence. */
  meaning: string;
  source: string;
}

const TROUBLESHOOTING = 'learn.microsoft.com, troubleshoot-common-errors-issues, 04/29/2024';
const ENGINE = 'learn.microsoft.com, Database Engine events and errors';
const CONNECTIVITY = 'learn.microsoft.com, connectivity-settings and private-endpoint';

const means = (kind: FailureKind, meaning: string, source: string): ErrorMeaning => ({ kind, meaning, source });

export const ERROR_TABLE: Readonly<Record<number, ErrorMeaning>> = {
  // Our own trouble: they alert, they never vote.
  229: means('noRights', 'the permission on the view was denied', ENGINE),
  297: means('noRights', 'the user may not read the view', ENGINE),
  300: means('noRights', 'the VIEW DATABASE STATE permission was denied', ENGINE),
  916: means('noRights', 'the login has no user in the database', ENGINE),
  18456: means('noRights', 'the login failed', TROUBLESHOOTING),
  18470: means('noRights', 'the account is disabled', ENGINE),
  33134: means('noRights', 'the Entra principal could not be resolved', ENGINE),
  40615: means('firewall', 'the firewall refused our address', TROUBLESHOOTING),
  40914: means('firewall', 'a virtual-network rule refused our network', CONNECTIVITY),
  47073: means('firewall', 'public network access is denied', CONNECTIVITY),
  40531: means('other', 'the server name could not be determined', TROUBLESHOOTING),
  40532: means('firewall', 'the gateway does not open this server to us', TROUBLESHOOTING),
  // The service's own word that it is not available.
  615: means('unavailable', 'the database could not be found by its id: it is moving', TROUBLESHOOTING),
  926: means('unavailable', 'the database is suspect or in recovery', TROUBLESHOOTING),
  976: means('unavailable', 'the database takes no connections in its present role', ENGINE),
  978: means('unavailable', 'the secondary takes connections with read intent only', ENGINE),
  982: means('unavailable', 'the secondary is not open for reading', ENGINE),
  4221: means('unavailable', 'the secondary is waiting for a transition to versioning', TROUBLESHOOTING),
  40143: means('unavailable', 'the service met an error (sub-code of 40197)', TROUBLESHOOTING),
  40166: means('unavailable', 'the service is reconfiguring (sub-code of 40197)', TROUBLESHOOTING),
  40197: means('unavailable', 'the service met an error', TROUBLESHOOTING),
  40540: means('unavailable', 'the service is failing over (sub-code of 40197)', TROUBLESHOOTING),
  40613: means('unavailable', 'the database is not currently available', TROUBLESHOOTING),
  42108: means('unavailable', 'the database is paused', ENGINE),
  42109: means('unavailable', 'the database is resuming', ENGINE),
  // Alive, and too busy to serve us.
  10928: means('busy', 'the database has reached its request limit', TROUBLESHOOTING),
  10929: means('busy', 'the server is too busy for more than the guaranteed minimum', TROUBLESHOOTING),
  40501: means('busy', 'the service is busy', TROUBLESHOOTING),
  49918: means('busy', 'there are not enough resources for the request', TROUBLESHOOTING),
  49919: means('busy', 'too many operations are in progress for the subscription', TROUBLESHOOTING),
  49920: means('busy', 'too many operations are in progress', TROUBLESHOOTING),
  // Gone, renamed, or not yet there: ambiguous.
  911: means('notFound', 'there is no such database', ENGINE),
  4060: means('notFound', 'the database cannot be opened', TROUBLESHOOTING),
};

/** Codes of Node's network and TLS layers. */
export const NETWORK_CODES: Readonly<Record<string, ErrorMeaning>> = {
  ENOTFOUND: means('notFound', 'the name does not exist', 'Node.js dns'),
  EAI_AGAIN: means('unreachable', 'the name could not be resolved', 'Node.js dns'),
  ECONNREFUSED: means('unreachable', 'the connection was refused', 'Node.js net'),
  ECONNRESET: means('unreachable', 'the connection was reset', 'Node.js net'),
  EPIPE: means('unreachable', 'the connection was closed', 'Node.js net'),
  EHOSTUNREACH: means('unreachable', 'there is no way to the host', 'Node.js net'),
  ENETUNREACH: means('unreachable', 'there is no way to the network', 'Node.js net'),
  ETIMEDOUT: means('unreachable', 'the connection timed out', 'Node.js net'),
  ETIMEOUT: means('unreachable', 'nobody answered in time', 'tedious'),
  ECLOSE: means('unreachable', 'the connection was closed', 'tedious'),
  EINVALIDSTATE: means('unreachable', 'the connection was lost', 'tedious'),
  ERR_SSL_WRONG_VERSION_NUMBER: means('garbage', 'the answer is no TLS', 'OpenSSL'),
  EPROTO: means('garbage', 'the answer is no TLS', 'OpenSSL'),
  EPROTOCOL: means('garbage', 'the answer is no TDS', 'tedious'),
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: means('encryptionRefused', 'the server does not speak TDS 8', 'OpenSSL'),
};

/** Codes of certificates that are not to be trusted (Node.js, "X509 certificate error codes"). */
export const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
