import type { DatabaseSample, SampleFailure } from '../../shared/replication/types.ts';
import { quoteIdentifier } from '../../shared/topology/quoteIdentifier.ts';
import type { LinkEnd } from '../../shared/topology/types.ts';
import type { Check } from '../types.ts';
import { failed, notTried, passed, warned } from './checks.ts';
import { type SqlContext, tellFailure } from './sample.ts';

/** What an ordinary client of the server was answered. */
export type RightsAnswer =
  | { ok: true; database: string; viewDatabaseState: boolean | null }
  | { ok: false; failure: SampleFailure };

/** `primary`: watched now. `secondary`: to be watched after a failover, so what is amiss there fails nothing yet. */
export type Side = 'primary' | 'secondary';

const EXPECTED = 'VIEW DATABASE STATE for a login by an ordinary client (mssql, TDS 8)';

export function judgeRights(end: LinkEnd, side: Side, answer: RightsAnswer, context: SqlContext): Check {
  const name = `rights ${end.server}/${end.database}`;
  // A server without TDS 8 is watched with `prelogin` all the same.
  const make = side === 'secondary' || context.encryption === 'prelogin' ? warned : failed;
  const later = side === 'secondary' ? 'Needed after a failover to it. ' : '';
  if (!answer.ok) {
    if (side === 'secondary' && answer.failure.number === 976) return closedSecondary(name);
    // The client always asks for TDS 8, whatever sampling.encryption says.
    const failureContext = { ...context, host: end.fullyQualifiedDomainName, database: end.database };
    const { seen, advice } = tellFailure(answer.failure, failureContext);
    return make(name, EXPECTED, seen, `${later}${advice}`);
  }
  if (answer.viewDatabaseState === true) return passed(name, EXPECTED, `granted in ${answer.database}`);
  if (answer.viewDatabaseState === null) {
    return warned(
      name,
      EXPECTED,
      'a server that does not know the permission',
      'The link query itself shows whether it may be read.',
    );
  }
  const grant = `GRANT VIEW DATABASE STATE TO ${quoteIdentifier(context.identityName)};`;
  const where = side === 'secondary' ? 'its primary database' : quoteIdentifier(end.database);
  const lacking = side === 'secondary' ? warned : failed;
  return lacking(
    name,
    EXPECTED,
    `a login to ${answer.database} without that permission`,
    `${later}As an administrator run in ${where}: ${grant}`,
  );
}

/** Why the client was not sent: undefined when it is worth the login. */
export function whyNotAsked(end: LinkEnd, sample: DatabaseSample): Check | undefined {
  if (sample.ok || (sample.failure.kind === 'noRights' && sample.failure.number !== 18456)) return undefined;
  return notTried(
    `rights ${end.server}/${end.database}`,
    EXPECTED,
    `nobody could log in to ${end.server}/${end.database}`,
    `First mend 'sql ${end.server}/${end.database}'.`,
  );
}

/** Made with ALLOW_CONNECTIONS = NO (error 976). */
function closedSecondary(name: string): Check {
  return warned(
    name,
    EXPECTED,
    'a geo-secondary that takes no logins',
    'Nothing can be told about it before a failover. Make it readable if that should be known.',
  );
}
