import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'The database is protected, but by fewer geo-secondaries than it is to have: if the last one fails, nothing protects it until a new one has been seeded.';
  }
  return 'Another geo-secondary can fail, and the database is still protected.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. A new geo-secondary protects the database once it has been seeded and caught up.'];
  return [
    'Create another geo-secondary, best in a third region. Azure allows four.',
    'If one is enough for this database, say so: set least or switch SingleSecondary off for its scope.',
  ];
}

export const singleSecondary: Wording = {
  condition: 'SingleSecondary',
  title: {
    first: 'Database has too few geo-secondaries',
    resolved: 'Database has enough geo-secondaries',
    closed: 'Alert on too few geo-secondaries is closed',
  },
  meaning,
  steps,
  measure: { title: 'Geo-secondaries', say: String },
  withoutObjective: true,
};
