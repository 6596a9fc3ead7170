import type { ChannelFacts } from './conditions/definition.ts';
import { evaluatorOf } from './evaluatorOf.ts';

/** What is called when a channel begins to fail or delivers again, and by the outbox timer, about one channel. Pure. */
export const evaluateChannel = evaluatorOf(
  'channel',
  ({ subject, facts }: { subject: { key: string }; facts: Pick<ChannelFacts, 'failing'> }) => ({
    ...facts,
    channel: subject.key,
  }),
);
