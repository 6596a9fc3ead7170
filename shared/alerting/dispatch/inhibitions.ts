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

const OF_A_BROKEN_LINK: readonly ConditionName[] = [
  'LagHigh',
  'LagUnknown',
  'CommitGapHigh',
  'RedoLagHigh',
  'SourcesDisagree',
  'RpoBudgetBurn',
];

/** What only the primary could say of its links. */
const OF_A_SILENT_PRIMARY: readonly ConditionName[] = [...OF_A_BROKEN_LINK, 'LinkAbsent', 'PrimaryThrottled'];

/** What a link shows when one of its ends is gone. */
const OF_A_DEAD_END: readonly ConditionName[] = [
  ...OF_A_SILENT_PRIMARY,
  'PrimaryUnreachable',
  'SecondaryUnreachable',
  'LinkPending',
  'LinkSuspended',
  'SeedingStalled',
  'SamplingBlind',
];

export const INHIBITIONS: readonly Inhibition[] = [
  { source: 'RegionOutage', common: 'region', targets: ['ServerUnreachable', ...OF_A_DEAD_END] },
  { source: 'DatabaseOutage', common: 'database', targets: OF_A_DEAD_END },
  { source: 'ServerUnreachable', common: 'server', targets: OF_A_DEAD_END },
  { source: 'PrimaryUnreachable', common: 'primary', targets: OF_A_SILENT_PRIMARY },
  { source: 'LinkAbsent', common: 'subject', targets: OF_A_BROKEN_LINK },
  { source: 'LinkSuspended', common: 'subject', targets: OF_A_BROKEN_LINK },
];

/** What fires now and mutes, by what it has in common with what follows from it. */
interface Cause {
  common: Common;
  targets: readonly ConditionName[];
  /** By region, server, … : the first alert that has it. */
  sources: Map<string, Source>;
}

interface Source {
  id: string;
  /** What its targets are told of it: the same for thousands of them, so it is made once. */
  muted: Muted;
}

/** The rules by their targets, with the sources that fire now. Made once for a look at all alerts; asking is a few look-ups. */
export function inhibitedBy(
  alerts: Iterable<ActiveAlert>,
  isFiring: (alert: ActiveAlert) => boolean,
): (alert: ActiveAlert) => Muted | undefined {
  const bySource = causesBySource();
  const byTarget = new Map<string, Cause[]>();
  for (const alert of alerts) {
    const causes = bySource.get(alert.condition);
    if (causes === undefined || !isFiring(alert)) continue;
    const source: Source = { id: alert.id, muted: followsFrom(alert) };
    for (const cause of causes) {
      // The first cause that began is the first that explains.
      if (cause.sources.size === 0)
        for (const target of cause.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), cause]);
      for (const value of valuesOf(alert, cause.common))
        if (!cause.sources.has(value)) cause.sources.set(value, source);
    }
  }
  return (alert) => {
    const causes = byTarget.get(alert.condition);
    if (causes === undefined) return undefined;
    for (const { common, sources } of causes) {
      for (const value of valuesOf(alert, common)) {
        const source = sources.get(value);
        if (source !== undefined && source.id !== alert.id) return source.muted;
      }
    }
    return undefined;
  };
}

/** Rules that mute the same things in the same way are one cause: its sources are looked up once. */
function causesBySource(): Map<string, Cause[]> {
  const causes: Cause[] = [];
  const bySource = new Map<string, Cause[]>();
  for (const { source, common, targets } of INHIBITIONS) {
    const known = causes.find((one) => one.common === common && one.targets === targets);
    const cause = known ?? { common, targets, sources: new Map<string, Source>() };
    if (known === undefined) causes.push(cause);
    bySource.set(source, [...(bySource.get(source) ?? []), cause]);
  }
  return bySource;
}

function followsFrom({ condition, subject }: ActiveAlert): Muted {
  return { because: 'inhibited', by: `${condition} of ${subject.key}` };
}

function valuesOf({ subject, labels }: ActiveAlert, common: Common): readonly string[] {
  if (common === 'primary') return [subject.primary ?? subject.key];
  return common === 'subject' ? [subject.key] : labels[common];
}
