import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';

/**
 * A watched primary has no geo-secondary, or only such in its own region: they serve readers, and are no failover targets for disaster
 * recovery (active-geo-replication-overview). What discovery could not read neither raises nor ends anything.
 */
export const unprotected: DatabaseCondition = {
  name: 'Unprotected',
  subject: 'database',
  holdsWhen: 'A watched primary has no geo-secondary in another region.',
  defaults: { severity: 'warning', for: '5m', resolve: '1m' },
  find,
};

function find({ database, unprotected: answer, secondaries, elsewhere }: DatabaseInput): Finding {
  if (answer === 'unknown') return { is: 'unknown' };
  if (answer) {
    return {
      is: 'true',
      sentence: `The database ${database} is watched, but has no geo-secondary: no copy of it exists in another region.`,
    };
  }
  if (elsewhere === 0) {
    const own = secondaries === 1 ? 'its only geo-secondary is' : `all its ${secondaries} geo-secondaries are`;
    return {
      is: 'true',
      sentence: `The database ${database} is watched, but ${own} in its own region: no copy of it exists in another region.`,
    };
  }
  return { is: 'false', sentence: `The database ${database} has a geo-secondary.` };
}
