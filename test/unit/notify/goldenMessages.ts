import type { Notice } from '../../../shared/alerting/types.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import { groupNotices } from './groupNotices.ts';
import { CONTEXT, notices } from './notices.ts';
import { TEST_NOTICE } from './testNotice.ts';

/** One message as a channel gets it. */
export interface GoldenMessage {
  name: string;
  notice: Notice;
  context: MessageContext;
}

/** Every kind of message but those that conditionNotices.ts has of every condition, by the name of the golden file. */
export function goldenMessages(): GoldenMessage[] {
  const messages = [...notices(), ...groupNotices(), ['test', TEST_NOTICE] as const].map(
    ([name, notice]): GoldenMessage => ({ name, notice, context: CONTEXT }),
  );
  const passedOn = messages.find(({ name }) => name === 'linkSuspended.first');
  if (passedOn === undefined) throw new Error('expected linkSuspended.first among the notices');
  return [...messages, { ...passedOn, name: 'handedOver.first', context: { ...CONTEXT, insteadOf: 'on-call' } }];
}
