import type { DeploymentFacts } from './conditions/definition.ts';
import { evaluatorOf } from './evaluatorOf.ts';

/** What the outbox timer calls about Geowarden itself, because it lives on when sampling hangs. Pure. */
export const evaluateDeployment = evaluatorOf('deployment', ({ facts }: { facts: DeploymentFacts }) => facts);
