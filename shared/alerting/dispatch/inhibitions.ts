/** What mutes what: whoever is told of the cause need not hear of each thing that follows from it. */
import type { ConditionName, NoticeCondition } from '../types.ts';
import type { ActiveAlert, Muted } from './types.ts';

/** What both must have in common: any region, server or database, the database that is the primary, or being about the very same link. */
type Common = 'region' | 'server' | 'database' | 'primary' | 'subject';

interface Inhibition {
  source: NoticeCondition;
  common: Common;
  targets: readonly ConditionName[];
}

/** What a link shows when one of its ends is gone. */
const OF_A_DEAD_END: readonly ConditionName[] = [
  'PrimaryUnreachable',
  'SecondaryUnreachable',
  'LagHigh',
  'LagUnknown',
  'LinkPending',
  'LinkAbsent',
  'LinkSuspended',
  'SeedingStalled',
  'CommitGapHigh',
  'RedoLagHigh',
  'PrimaryThrottled',
  'SourcesDisagree',
  'RpoBudgetBurn',
  'SamplingBlind',
];

const OF_A_SILENT_PRIMARY: readonly ConditionName[] = [
  'LagHigh',
  'LagUnknown',
  'LinkAbsent',
  'CommitGapHigh',
  'RedoLagHigh',
  'PrimaryThrottled',
  'SourcesDisagree',
  'RpoBudgetBurn',
];

const OF_A_BROKEN_LINK: readonly ConditionName[] = [
  'LagHigh',
  'LagUnknown',
  'CommitGapHigh',
  'RedoLagHigh',
  'SourcesDisagree',
  'RpoBudgetBurn',
];

export const INHIBITIONS: readonly Inhibition[] = [
  { source: 'RegionOutage', common: 'region', targets: ['ServerUnreachable', ...OF_A_DEAD_END] },
  { source: 'DatabaseOutage', common: 'database', targets: OF_A_DEAD_END },
  { source: 'ServerUnreachable', common: 'server', targets: OF_A_DEAD_END },
  { source: 'PrimaryUnreachable', common: 'primary', targets: OF_A_SILENT_PRIMARY },
  { source: 'LinkAbsent', common: 'subject', targets: OF_A_BROKEN_LINK },
  { source: 'LinkSuspended', common: 'subject', targets: OF_A_BROKEN_LINK },
];

/** The rules by their targets, with the sources that fire now. Made once for a look at all alerts; asking is a few look-ups. */
export function inhibitedBy(
  alerts: Iterable<ActiveAlert>,
  isFiring: (alert: ActiveAlert) => boolean,
): (alert: ActiveAlert) => Muted | undefined {
  const bySource = Map.groupBy(INHIBITIONS, ({ source }) => source as string);
  const byTarget = new Map<string, Array<{ common: Common; sources: Map<string, ActiveAlert> }>>();
  for (const alert of alerts) {
    const rules = bySource.get(alert.condition);
    if (rules === undefined || !isFiring(alert)) continue;
    for (const { common, targets } of rules) {
      for (const target of targets) {
        const asked = byTarget.get(target) ?? [];
        byTarget.set(target, asked);
        const known = asked.find((one) => one.common === common) ?? { common, sources: new Map<string, ActiveAlert>() };
        if (!asked.includes(known)) asked.push(known);
        for (const value of valuesOf(alert, common)) if (!known.sources.has(value)) known.sources.set(value, alert);
      }
    }
  }
  return (alert) => {
    for (const { common, sources } of byTarget.get(alert.condition) ?? []) {
      for (const value of valuesOf(alert, common)) {
        const source = sources.get(value);
        if (source !== undefined && source.id !== alert.id)
          return { because: 'inhibited', by: `${source.condition} of ${source.subject.key}` };
      }
    }
    return undefined;
  };
}

function valuesOf({ subject, labels }: ActiveAlert, common: Common): readonly string[] {
  if (common === 'primary') return [subject.primary ?? subject.key];
  return common === 'subject' ? [subject.key] : labels[common];
}
