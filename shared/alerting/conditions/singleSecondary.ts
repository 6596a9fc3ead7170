import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { isSampled } from './isSampled.ts';
import { thresholdOf } from './thresholdOf.ts';

/**
 * A database has fewer geo-secondaries than it is to have: if there is only one and it fails, nothing protects the database until a new one
 * is seeded (active-geo-replication-overview). Those in its own region do not count: a failure of the region takes them too. None is
 * Unprotected. Off by default: most databases have one, on purpose.
 */
export const singleSecondary: DatabaseCondition = {
  name: 'SingleSecondary',
  subject: 'database',
  holdsWhen: 'The database has fewer geo-secondaries in other regions than it is to have. Off by default.',
  defaults: { enabled: false, severity: 'info', for: '5m', resolve: '1m', least: 2 },
  find,
};

function find(input: DatabaseInput): Finding {
  const { database, elsewhere, rule } = input;
  const least = thresholdOf(rule, 'SingleSecondary');
  const sampled = isSampled(input);
  // Of a database without any, Unprotected tells; it has not got better than it was.
  if (sampled === 'unknown' || input.unprotected === true || (sampled && elsewhere === 0)) return { is: 'unknown' };
  if (!sampled || elsewhere === 'unknown') {
    return { is: 'false', sentence: `The database ${database} is not a primary any more.` };
  }
  const count =
    elsewhere === 1 ? 'one geo-secondary in another region' : `${elsewhere} geo-secondaries in other regions`;
  if (elsewhere >= least) return { is: 'false', value: elsewhere, sentence: `The database ${database} has ${count}.` };
  return {
    is: 'true',
    value: elsewhere,
    sentence: `The database ${database} has ${count}, and is to have at least ${least}.`,
  };
}
