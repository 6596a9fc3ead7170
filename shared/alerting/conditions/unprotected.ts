import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';

/** A watched primary has no geo-secondary at all. What discovery could not read neither raises nor ends anything. */
export const unprotected: DatabaseCondition = {
  name: 'Unprotected',
  subject: 'database',
  holdsWhen: 'A watched primary has no geo-secondary at all.',
  defaults: { severity: 'warning', for: '5m', resolve: '1m' },
  find,
};

function find({ database, unprotected: answer }: DatabaseInput): Finding {
  if (answer === 'unknown') return { is: 'unknown' };
  if (answer) {
    return {
      is: 'true',
      sentence: `The database ${database} is watched, but has no geo-secondary: no copy of it exists in another region.`,
    };
  }
  return { is: 'false', sentence: `The database ${database} has a geo-secondary.` };
}
