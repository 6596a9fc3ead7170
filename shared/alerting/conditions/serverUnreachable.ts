import type { Finding } from '../types.ts';
import type { ServerCondition } from './definition.ts';

/** With fewer primaries the database's own alert says as much. */
const FEWEST = 2;

/**
 * All of a server's watched primaries are silent at the same time: the server or the way to it, and not each database by itself. It mutes the
 * alerts of its databases.
 */
export const serverUnreachable: ServerCondition = {
  name: 'ServerUnreachable',
  subject: 'server',
  holdsWhen:
    'None of the watched primaries of a server answers, for a reason that is not our own; at least two of them.',
  defaults: { severity: 'error', for: '1m', resolve: '1m' },
  find: ({ server, primaries, silent }): Finding => {
    if (primaries < FEWEST)
      return { is: 'false', sentence: `The server ${server} has fewer than ${FEWEST} watched primaries now.` };
    if (silent < primaries) return { is: 'false', sentence: `The server ${server} answers again.` };
    return { is: 'true', sentence: `None of the ${primaries} watched primaries of the server ${server} answers.` };
  },
};
