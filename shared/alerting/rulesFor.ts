import type { Configuration, Scope } from '../config/types.ts';
import type { Subject } from '../replication/types.ts';
import { firstScopes } from '../topology/firstScopes.ts';
import type { Topology } from '../topology/types.ts';
import type { Rules } from './evaluate.ts';
import { type AlertRule, CONDITIONS, type RuleDifference } from './types.ts';

type Watched = Pick<Configuration, 'alerts' | 'scopes'>;
type Known = Pick<Topology, 'servers' | 'databases'>;

/**
 * What rules hold for a subject: those of the deployment, with what its scope says differently. Made once for a sweep; asking is a look-up.
 * A database belongs to the first scope of the document that matches it, a link to the first that matches one of its ends: so its rules
 * stay the same when it fails over. A partner that no scope matches follows the deployment's rules.
 */
export function rulesFor({ alerts, scopes }: Watched, topology: Known): (subject: Subject) => Rules {
  if (scopes.every((scope) => Object.keys(scope.alerts).length === 0)) return () => alerts;
  const scopeOf = firstScopes(scopes, topology);
  const rules = scopes.map((scope) => merged(alerts, scope.alerts));
  return (subject) => {
    const keys = subject.kind === 'link' ? [subject.primary, subject.secondary] : [subject.key];
    const first = Math.min(...keys.map((key) => scopeOf.get(key) ?? scopes.length));
    return rules[first] ?? alerts;
  };
}

/** One rule with what is said differently; of a budget, objective and windows each for themselves. */
export function withDifference(rule: AlertRule, { burn, ...difference }: RuleDifference): AlertRule {
  const budget = burn === undefined ? rule.burn : { objectivePercent: 99.9, windows: [], ...rule.burn, ...burn };
  return { ...rule, ...difference, ...(budget === undefined ? {} : { burn: budget }) };
}

function merged(alerts: Rules, differences: Scope['alerts']): Rules {
  const rules = { ...alerts };
  for (const name of CONDITIONS) rules[name] = withDifference(alerts[name], differences[name] ?? {});
  return rules;
}
