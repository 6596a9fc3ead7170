import type { RecoveryGroup } from '../failover/types.ts';
import type { Operation } from '../operations/types.ts';
import type { Incident } from '../outage/types.ts';
import { hasMoved, mayStillMove } from './pastOperations.ts';

/** A person's no to the plan of an operation. */
export type Stop = NonNullable<Incident['rejection']>;

/**
 * The last operation of these incidents was aborted or given up by a person before anything had moved. Undefined while it may still move
 * something, and where it ended for other reasons.
 */
export function personsStop(
  operations: readonly Operation[],
  group: string,
  incidents: ReadonlySet<string>,
): Stop | undefined {
  const [last] = operations
    .filter((operation) => operation.group === group && incidents.has(operation.incidentId))
    .sort((one, other) => other.plan.madeAtMs - one.plan.madeAtMs);
  if (last === undefined || mayStillMove(last) || hasMoved(last)) return undefined;
  const { abortRequested, journal, plan } = last;
  if (abortRequested !== undefined) return { fingerprint: plan.fingerprint, ...abortRequested };
  const givenUp = journal.findLast(({ event, to }) => event === 'operatorGivesUp' && to === 'closed');
  if (givenUp === undefined) return undefined;
  return { fingerprint: plan.fingerprint, by: 'An operator', comment: givenUp.sentence, atMs: givenUp.atMs };
}

/** After a person's no nothing is done without a person, for as long as the outage lasts: the policy alone would begin again at once. */
export function groupAfter(stop: Stop | undefined, group: RecoveryGroup): RecoveryGroup {
  return stop !== undefined && group.mode === 'automatic' ? { ...group, mode: 'approve' } : group;
}

/** The no to the plan stands beside what was answered to the question; the later of two counts. */
export function answerAfter(
  stop: Stop | undefined,
  incident: Pick<Incident, 'approval' | 'rejection'> | undefined,
): Pick<Incident, 'approval' | 'rejection'> | undefined {
  if (stop === undefined || (incident?.rejection !== undefined && incident.rejection.atMs > stop.atMs)) return incident;
  return { ...incident, rejection: stop };
}
