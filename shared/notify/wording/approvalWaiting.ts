import { sayMoment } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import { oneLine } from '../plainText.ts';
import type { ApprovalOf, MessageLink, Wording } from '../types.ts';
import { lossMeaning } from './lossMeaning.ts';
import { operatorStep } from './operatorStep.ts';

function meaning(notice: Notice): string {
  if (notice.reason === 'resolved') {
    return 'If that message had a link, it decides nothing any more. What was decided, and what follows, is in the incident.';
  }
  return notice.outage?.approval === undefined
    ? 'Until somebody answers, this database stays where it is. The bound, where one is shown, was stated before: since then the loss may have grown.'
    : `${lossMeaning(notice)} Until somebody decides, nothing is forced.`;
}

function steps({ reason, outage }: Notice, links: readonly MessageLink[]): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done for this question. If there is another plan, you are asked again.'];
  if (outage?.approval === undefined) return [operatorStep(outage?.operationId)];
  const hasLink = links.some(({ title }) => title === 'Review and decide');
  return hasLink ? withLink(outage.approval) : withoutLink(outage.approval);
}

function withLink({ expiresAtMs }: ApprovalOf): string[] {
  return [
    `Review the plan and decide by ${sayMoment(expiresAtMs)}. Opening the page decides nothing; the link is good for this plan only, and once.`,
    'Approve only what you may lose: above what the approval covers, nothing is forced. Rejecting keeps this plan from being carried out.',
    'Do not forward this message: whoever holds the link can decide.',
  ];
}

function withoutLink({ expiresAtMs, incidentId }: ApprovalOf): string[] {
  return [
    `No link to the decision could be made: set pageUrl, and the key that approval.key names. After ${sayMoment(expiresAtMs)} the question is asked anew, with a link.`,
    `If that takes too long, pause the automation (POST /api/automation) and move the group by hand. The plan is at GET /api/incidents/${oneLine(incidentId, 64)}/explain of the Functions app.`,
  ];
}

export const approvalWaiting: Wording = {
  condition: 'ApprovalWaiting',
  title: {
    first: 'Failover waits for a decision',
    resolved: 'Failover no longer waits for a decision',
    closed: 'Question about a failover is closed',
  },
  meaning,
  steps,
};
