import type { Subject } from '../../replication/types.ts';
import { ALL_CONDITIONS } from './all.ts';
import type { Condition } from './definition.ts';

/** The conditions of one kind of subject. */
export function conditionsOf<Kind extends Subject['kind']>(kind: Kind): Array<Extract<Condition, { subject: Kind }>> {
  return Object.values(ALL_CONDITIONS).filter(
    (condition): condition is Extract<Condition, { subject: Kind }> => condition.subject === kind,
  );
}
