import type { FailureKind } from '../../../replication/types.ts';
import { quoteIdentifier } from '../../../topology/quoteIdentifier.ts';

export interface FailureContext {
  host: string;
  database: string;
  encryption: 'strict' | 'prelogin';
  /** What the app's identity is called in Entra ID. */
  identityName: string;
}

/** What to do, as exactly as it can be said. Whole sentences. */
export function adviceFor(
  kind: FailureKind,
  number: number | undefined,
  seen: string,
  context: FailureContext,
): string {
  const { database, host, identityName, encryption } = context;
  switch (kind) {
    case 'noRights':
      return rights(identityName, database);
    case 'firewall':
      return firewall(number, seen, host);
    case 'identity':
      return 'Check that the app has a managed identity and that its endpoint answers; nothing was sent to the server.';
    case 'encryptionRefused':
      return encryption === 'strict'
        ? "Nothing was sent. Only where a server cannot speak TDS 8 set sampling.encryption to 'prelogin', which still encrypts the login."
        : 'Nothing was sent. A server of Azure SQL never does this: look for something in between.';
    case 'certificate':
      return 'No login was sent over it. Look for something in between that ends TLS, and trust its certificate authority with NODE_EXTRA_CA_CERTS if it is yours.';
    case 'notFound':
      return number === undefined
        ? `Check the name ${host}, and the private DNS zone where a private endpoint is used.`
        : `Check that ${database} exists and that the identity has a user in it: ${grant(identityName)}`;
    case 'busy':
      return 'The database is alive. It is asked again with the next sweep; if this lasts, look at its workers and sessions.';
    case 'unavailable':
      return 'The service says so itself. It usually passes within a minute; if it lasts, look at Resource Health.';
    case 'unreachable':
      return `Nothing is known of the database. Check the way from the app to ${host} on port 1433 and on 11000 to 11999.${tds8(seen, encryption)}`;
    case 'garbage':
      return `Check what listens on port 1433 of ${host}: it does not answer as Azure SQL does.`;
    // Azure Monitor is not asked here.
    case 'monitor':
    case 'other':
      return 'Look the number up in the documentation of Azure SQL; if the app is at fault, please report it.';
  }
}

/** A server without TDS 8 hangs up on a TLS greeting, which looks like any other reset. */
function tds8(seen: string, encryption: FailureContext['encryption']): string {
  if (encryption !== 'strict' || !seen.startsWith('ECONNRESET')) return '';
  return " If it has never answered, it may not speak TDS 8: sampling.encryption 'prelogin' encrypts the login as well.";
}

function rights(identityName: string, database: string): string {
  return `As an Entra administrator run in ${quoteSafely(database)}: ${grant(identityName)}`;
}

function grant(identityName: string): string {
  const user = quoteSafely(identityName);
  return `CREATE USER ${user} FROM EXTERNAL PROVIDER; GRANT VIEW DATABASE STATE TO ${user};`;
}

/** Source: Azure CLI, az sql server firewall-rule create. */
function firewall(number: number | undefined, seen: string, host: string): string {
  const server = host.split('.')[0] ?? host;
  if (number === 47073) return `Give the app a private endpoint to ${server}, or allow public network access on it.`;
  if (number === 40914) return `Add a virtual-network rule for the app's subnet to ${server}.`;
  const address = /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(seen)?.[0];
  const range = address === undefined ? '' : ` --start-ip-address ${address} --end-ip-address ${address}`;
  return `Let the app through: az sql server firewall-rule create --server ${server} --name geowarden${range}, or connect it by a private endpoint.`;
}

function quoteSafely(name: string): string {
  return quoteIdentifier(name.replaceAll('\0', '').slice(0, 128) || 'unnamed');
}
