import { adviceFor, type FailureContext } from '../../shared/adapters/azure/sql/failureAdvice.ts';
import type { Primary } from '../../shared/replication/primaries.ts';
import type { DatabaseSample, LinkRow, SampleFailure } from '../../shared/replication/types.ts';
import type { Check } from '../types.ts';
import { count, failed, passed, warned } from './checks.ts';

export type SqlContext = Pick<FailureContext, 'encryption' | 'identityName'>;

/** Did the primary answer the question that every sweep asks, and for every link that discovery found? */
export function judgeSample({ key, end, links }: Primary, sample: DatabaseSample, context: SqlContext): Check {
  const name = `sql ${key}`;
  const expected = `a login, and ${count(links.length, 'link')} in sys.dm_geo_replication_link_status`;
  if (!sample.ok) {
    const told = tellFailure(sample.failure, {
      ...context,
      host: end.fullyQualifiedDomainName,
      database: end.database,
    });
    return failed(name, expected, told.seen, told.advice);
  }
  const { rows, malformed = [], roundTripMs } = sample;
  if (malformed.length > 0) {
    const seen = malformed.map(({ message }) => message).join(' ');
    return warned(name, expected, seen, 'The other links are watched. Ask Azure support if the view stays like this.');
  }
  const seen = `${count(rows.length, 'link')} in ${roundTripMs} ms: ${rows.map(sayRow).join(', ')}`;
  if (rows.length < links.length) {
    return warned(
      name,
      expected,
      rows.length === 0 ? 'no link' : seen,
      'Resource Manager knows more links than the database: a failover or a removal may be under way. Run doctor again.',
    );
  }
  return passed(name, expected, seen);
}

function sayRow({ partnerServer, lagSeconds, role }: LinkRow): string {
  const lag = lagSeconds === null ? 'unknown (NULL)' : `${lagSeconds} s`;
  return role === 'primary' ? `${partnerServer} lag ${lag}` : `${partnerServer} is primary by now`;
}

/** What was seen and what to do, from a sentence that holds both. */
export function tellFailure(
  { kind, number, message }: SampleFailure,
  context: FailureContext,
): { seen: string; advice: string } {
  const seen = /, saw (.*)$/s.exec(message)?.[1] ?? message;
  const advice = adviceFor(kind, number, seen, context);
  return { seen: seen.endsWith(advice) ? seen.slice(0, -advice.length).trim() : seen, advice };
}
