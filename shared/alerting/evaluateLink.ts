import type { LinkFacts } from '../replication/signalTypes.ts';
import type { LinkStatus, Subject } from '../replication/types.ts';
import { evaluatorOf } from './evaluatorOf.ts';

interface Known {
  subject: Subject & { kind: 'link' };
  status: LinkStatus;
  /** What discovery knows of the link; the conditions that compare are unknown without it. */
  facts?: LinkFacts;
}

/**
 * What the sampling sweep calls with each new link status. Pure.
 * @throws Error when a rule that is enabled lacks the number it judges by.
 */
export const evaluateLink = evaluatorOf('link', ({ subject, status, facts }: Known) => ({
  subject,
  status,
  ...(facts === undefined ? {} : { facts }),
}));
