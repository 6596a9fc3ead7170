import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { operatorStep } from './operatorStep.ts';

function meaning({ reason }: Notice): string {
  return reason !== 'resolved'
    ? 'What did not move stays as it was. What a call was made for may still arrive.'
    : 'The operation is over. Whether the databases can be used is told by their own alerts.';
}

function steps({ reason, outage }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done for this operation.'];
  return [
    operatorStep(outage?.operationId),
    'Look first at where each database is primary now: a call that got no answer may have worked.',
    'If it has to be done by hand, give the operation up before, so that both do not act at once.',
  ];
}

/** Failed, aborted, or waiting for a person: the sentence says which. */
export const failoverFailed: Wording = {
  condition: 'FailoverFailed',
  title: {
    first: 'Failover is not done',
    resolved: 'Failover that was not done is closed',
    closed: 'Alert on a failover that was not done is closed',
  },
  meaning,
  steps,
  willDo: 'Geowarden forces nothing more of it without a person.',
};
