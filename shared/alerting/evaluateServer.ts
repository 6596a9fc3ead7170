import type { ServerFacts } from './conditions/definition.ts';
import { evaluatorOf } from './evaluatorOf.ts';

/** What the judge pass calls for each server with watched primaries. Pure. */
export const evaluateServer = evaluatorOf(
  'server',
  ({ subject, facts }: { subject: { key: string }; facts: ServerFacts }) => ({
    ...facts,
    server: subject.key,
  }),
);
