import type { Finding } from '../types.ts';

export interface DatabaseInput {
  /** `server/database` */
  database: string;
  /** `unknown` when discovery could not read the database's links: that neither raises nor ends anything. */
  unprotected: boolean | 'unknown';
}

/** A watched primary has no geo-secondary at all. */
export function unprotected({ database, unprotected: answer }: DatabaseInput): Finding {
  if (answer === 'unknown') return { is: 'unknown' };
  if (answer) {
    return {
      is: 'true',
      sentence: `The database ${database} is watched, but has no geo-secondary: no copy of it exists in another region.`,
    };
  }
  return { is: 'false', sentence: `The database ${database} has a geo-secondary.` };
}
