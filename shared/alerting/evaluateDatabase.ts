import type { DatabaseFacts } from './databaseFacts.ts';
import { evaluatorOf } from './evaluatorOf.ts';

/**
 * What the judge pass calls for each watched database. Pure.
 * @throws Error when a rule that is enabled lacks the number it judges by.
 */
export const evaluateDatabase = evaluatorOf(
  'database',
  ({ subject, facts }: { subject: { key: string }; facts: DatabaseFacts }) => ({
    ...facts,
    database: subject.key,
  }),
);
