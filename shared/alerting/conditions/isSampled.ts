import type { DatabaseFacts } from '../databaseFacts.ts';

/** Whether it is a primary with a link, so that it is asked. `unknown` while discovery could not read its links; those known before are asked. */
export function isSampled({ unprotected, secondaries }: DatabaseFacts): boolean | 'unknown' {
  if (unprotected === 'unknown') return 'unknown';
  return secondaries !== 'unknown' && secondaries > 0;
}
