/** What a step of a scenario does: a change to the estate, or what people and machines do to the app itself. */
import type { Change, SqlFault } from '../estate/model/types.ts';
import { expandTogether } from './ranges.ts';
import { splitName } from './splitName.ts';
import type { Step } from './stepSchema.ts';

export type Action =
  | { kind: 'change'; change: Change }
  | { kind: 'app'; does: 'killed' | 'stopped' | 'started'; which: 'first' | 'second' | 'witness' }
  | { kind: 'killAfterJournal' }
  | { kind: 'automation'; does: 'pause' | 'resume'; by: string; comment: string }
  | { kind: 'silence'; match: Record<string, string | string[]>; forMs: number; by: string; comment: string }
  | DecisionAction;

/** A person opens the link on a card and decides. */
export interface DecisionAction {
  kind: 'decision';
  decision: 'approve' | 'reject';
  by: string;
  comment: string;
  of: 'newest' | 'first';
}

/** A step with a range does the same to each thing it names. */
export function actionsOf(step: Step): Action[] {
  return expandTogether(step).map(toAction);
}

function toAction(step: Step): Action {
  if ('app' in step) {
    return step.app === 'killedAfterJournal'
      ? { kind: 'killAfterJournal' }
      : { kind: 'app', does: step.app, which: step.which };
  }
  if ('automation' in step) {
    const does = step.automation === 'paused' ? 'pause' : 'resume';
    return { kind: 'automation', does, by: step.by, comment: step.comment };
  }
  if ('silence' in step) {
    return { kind: 'silence', match: step.silence, forMs: step.for, by: step.by, comment: step.comment };
  }
  if ('decision' in step) {
    const { decision, by, comment, of } = step;
    return { kind: 'decision', decision, by, comment, of };
  }
  return { kind: 'change', change: toChange(step) };
}

type EstateStep = Exclude<
  Step,
  { app: unknown } | { automation: unknown } | { silence: unknown } | { decision: unknown }
>;
type AlertStep = Extract<
  EstateStep,
  { serviceHealth: unknown } | { resourceHealth: unknown } | { metric: unknown } | { healthFeeds: unknown }
>;

function toChange(step: EstateStep): Change {
  if ('network' in step) return { kind: 'network', ...step.network, becomes: step.becomes };
  if ('roundTrip' in step) return { kind: 'latency', region: step.region, roundTripMs: step.roundTrip };
  if ('region' in step) return { kind: 'region', region: step.region, becomes: step.becomes };
  if ('link' in step) return toLinkChange(step);
  if ('commitsPerSecond' in step) {
    return { kind: 'workload', ...splitName(step.database), commitsPerSecond: step.commitsPerSecond };
  }
  if ('logWritePercent' in step) {
    return { kind: 'logWrite', ...splitName(step.database), percent: step.logWritePercent };
  }
  if ('sku' in step) return { kind: 'scale', ...splitName(step.database), sku: step.sku };
  if ('database' in step) return { kind: 'database', ...splitName(step.database), becomes: step.becomes };
  if ('failover' in step) {
    const { database, ...how } = step.failover;
    return { kind: 'failover', ...splitName(database), ...how };
  }
  if ('sql' in step) {
    const [server = '', database] = step.sql.split('/');
    return { kind: 'sql', server, ...(database === undefined ? {} : { database }), fault: toFault(step) };
  }
  if ('firewall' in step) return { kind: 'firewall', server: step.firewall, becomes: step.becomes };
  if ('rights' in step) return { kind: 'rights', server: step.rights, becomes: step.becomes };
  if ('resourceManager' in step) return { kind: 'resourceManager', becomes: step.resourceManager };
  if ('identity' in step) return { kind: 'identity', becomes: step.identity };
  if ('monitor' in step || 'lagMetric' in step) return toMonitorChange(step);
  if ('eventGrid' in step) return toEventGridChange(step);
  if ('channel' in step) return { kind: 'channel', channel: step.channel, answers: step.answers };
  return toAlertChange(step);
}

function toAlertChange(step: AlertStep): Change {
  if ('serviceHealth' in step) return { kind: 'serviceHealth', ...step.serviceHealth };
  if ('resourceHealth' in step) {
    const { database, status } = step.resourceHealth;
    return { kind: 'resourceHealth', ...splitName(database), status };
  }
  if ('metric' in step) {
    const { database, name, fired } = step.metric;
    return { kind: 'metric', ...splitName(database), metric: name, fired };
  }
  const { serviceHealth, resolved } = step.healthFeeds;
  const orNull = (after: number | 'never') => (after === 'never' ? null : after);
  return {
    kind: 'healthFeeds',
    ...(serviceHealth === undefined ? {} : { serviceHealthAfterMs: orNull(serviceHealth) }),
    ...(resolved === undefined ? {} : { resolvedAfterMs: orNull(resolved) }),
  };
}

function toMonitorChange(step: Extract<Step, { monitor: unknown } | { lagMetric: unknown }>): Change {
  if ('monitor' in step) {
    return { kind: 'monitor', becomes: step.monitor, ...(step.delay === undefined ? {} : { delayMs: step.delay }) };
  }
  const { database, says } = step.lagMetric;
  return {
    kind: 'lagMetric',
    ...splitName(database),
    says: typeof says === 'number' ? { lagSeconds: says / 1_000 } : says,
  };
}

function toEventGridChange({ eventGrid, topic, delay, copies }: Extract<Step, { eventGrid: unknown }>): Change {
  return {
    kind: 'eventGrid',
    becomes: eventGrid,
    ...(topic === undefined ? {} : { topic }),
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(copies === undefined ? {} : { copies }),
  };
}

function toLinkChange(step: Extract<Step, { link: unknown }>): Change {
  return {
    kind: 'link',
    ...splitName(step.link.database),
    secondaryServer: step.link.secondary,
    ...(step.becomes === undefined ? {} : { becomes: step.becomes }),
    ...(step.shippingDelay === undefined ? {} : { shippingDelayMs: step.shippingDelay }),
    ...(step.shippingRate === undefined ? {} : { shippingRate: step.shippingRate }),
    ...(step.redoDelay === undefined ? {} : { redoDelayMs: step.redoDelay }),
  };
}

function toFault(step: Extract<Step, { sql: unknown }>): SqlFault | null {
  if ('statements' in step) return { kind: 'queryError', number: step.statements };
  const answer = step.answers;
  if (answer === 'properly') return null;
  return typeof answer === 'number' ? { kind: 'error', number: answer } : { kind: answer };
}

/** What a step says in the timeline. */
export function describeStep(step: Step): string {
  return Object.entries(step)
    .filter(([key, value]) => key !== 'at' && value !== undefined)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === 'object' ? Object.values(value as object).join(' ') : String(value)}`,
    )
    .join(', ');
}
