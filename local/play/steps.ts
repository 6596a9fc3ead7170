/** What a step of a scenario does: a change to the estate, or something done to the app itself. */
import type { Change, SqlFault } from '../estate/model/types.ts';
import { expandTogether } from './ranges.ts';
import type { Step } from './schema.ts';

export type Action = { kind: 'change'; change: Change } | { kind: 'app'; does: 'killed' | 'stopped' | 'started' };

/** A step with a range does the same to each thing it names. */
export function actionsOf(step: Step): Action[] {
  return expandTogether(step).map(toAction);
}

function toAction(step: Step): Action {
  if ('app' in step) return { kind: 'app', does: step.app };
  return { kind: 'change', change: toChange(step) };
}

function toChange(step: Exclude<Step, { app: unknown }>): Change {
  if ('network' in step) return { kind: 'network', ...step.network, becomes: step.becomes };
  if ('roundTrip' in step) return { kind: 'latency', region: step.region, roundTripMs: step.roundTrip };
  if ('region' in step) return { kind: 'region', region: step.region, becomes: step.becomes };
  if ('link' in step) return toLinkChange(step);
  if ('commitsPerSecond' in step) {
    return { kind: 'workload', ...splitName(step.database), commitsPerSecond: step.commitsPerSecond };
  }
  if ('database' in step) return { kind: 'database', ...splitName(step.database), becomes: step.becomes };
  if ('sql' in step) {
    const [server = '', database] = step.sql.split('/');
    return { kind: 'sql', server, ...(database === undefined ? {} : { database }), fault: toFault(step) };
  }
  if ('firewall' in step) return { kind: 'firewall', server: step.firewall, becomes: step.becomes };
  if ('rights' in step) return { kind: 'rights', server: step.rights, becomes: step.becomes };
  if ('resourceManager' in step) return { kind: 'resourceManager', becomes: step.resourceManager };
  if ('identity' in step) return { kind: 'identity', becomes: step.identity };
  return { kind: 'channel', channel: step.channel, answers: step.answers };
}

function toLinkChange(step: Extract<Step, { link: unknown }>): Change {
  return {
    kind: 'link',
    ...splitName(step.link.database),
    secondaryServer: step.link.secondary,
    ...(step.becomes === undefined ? {} : { becomes: step.becomes }),
    ...(step.shippingDelay === undefined ? {} : { shippingDelayMs: step.shippingDelay }),
    ...(step.shippingRate === undefined ? {} : { shippingRate: step.shippingRate }),
  };
}

function toFault(step: Extract<Step, { sql: unknown }>): SqlFault | null {
  if ('statements' in step) return { kind: 'queryError', number: step.statements };
  const answer = step.answers;
  if (answer === 'properly') return null;
  return typeof answer === 'number' ? { kind: 'error', number: answer } : { kind: answer };
}

/** 'server/database' in two. */
export function splitName(name: string): { server: string; database: string } {
  const [server = '', database = ''] = name.split('/');
  return { server, database };
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
