import type { Configuration, Scope } from '../config/types.ts';
import type { Subject } from '../replication/types.ts';
import { firstScopes } from '../topology/firstScopes.ts';
import type { Topology } from '../topology/types.ts';
import type { Rules } from './evaluate.ts';
import { type AlertRule, CONDITIONS, type ConditionName, type RuleDifference } from './types.ts';

interface Watched extends Pick<Configuration, 'alerts' | 'scopes'> {
  /** @default geo-secondaries are asked too */
  signals?: Pick<Configuration['signals'], 'secondaries'>;
}
type Known = Pick<Topology, 'servers' | 'databases'>;

/** Judged by what a geo-secondary itself says. */
const BY_SECONDARIES: readonly ConditionName[] = ['SecondaryUnreachable', 'CommitGapHigh', 'RedoLagHigh'];
const BY_SQL: readonly ConditionName[] = [...BY_SECONDARIES, 'PrimaryThrottled'];

/**
 * What rules hold for a subject: those of the deployment, with what its scope says differently. Made once for a sweep; asking is a look-up.
 * A database belongs to the first scope of the document that matches it, a link to the first that matches one of its ends: so its rules
 * stay the same when it fails over. A partner that no scope matches follows the deployment's rules.
 *
 * What is never asked is not judged: a condition of geo-secondaries where they are not asked, and one that only SQL tells of where only
 * metrics are read. An alert that was open before would never end.
 */
export function rulesFor({ alerts, scopes, signals }: Watched, topology: Known): (subject: Subject) => Rules {
  const unasked = signals?.secondaries === false ? BY_SECONDARIES : [];
  const others = without(alerts, unasked);
  if (scopes.every((scope) => Object.keys(scope.alerts).length === 0 && scope.source !== 'metricsOnly')) {
    return () => others;
  }
  const scopeOf = firstScopes(scopes, topology);
  const rules = scopes.map((scope) =>
    without(merged(alerts, scope.alerts), scope.source === 'metricsOnly' ? BY_SQL : unasked),
  );
  return (subject) => {
    const keys = subject.kind === 'link' ? [subject.primary, subject.secondary] : [subject.key];
    const first = Math.min(...keys.map((key) => scopeOf.get(key) ?? scopes.length));
    return rules[first] ?? others;
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

function without(rules: Rules, off: readonly ConditionName[]): Rules {
  if (off.length === 0) return rules;
  return { ...rules, ...Object.fromEntries(off.map((name) => [name, { ...rules[name], enabled: false }])) };
}
