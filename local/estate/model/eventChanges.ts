/** Changes to Event Grid and to what Azure Monitor says. */
import type { Told } from './eventTypes.ts';
import { isMetricName, METRIC_NAMES } from './metricNames.ts';
import { type Switches, topicState } from './switches.ts';
import type { Change } from './types.ts';
import type { World } from './world.ts';
import { findDatabase } from './world.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** What was said longer ago than so many changes is forgotten. */
const MOST_TOLD = 10_000;
const MOST_COPIES = 10;

export function applyEventGridChange(
  switches: Switches,
  { topic, becomes, delayMs, copies }: ChangeOf<'eventGrid'>,
): void {
  if (topic !== undefined) topicState(switches, topic);
  if (delayMs !== undefined) assertDuration('delayMs', delayMs);
  if (copies !== undefined && !(Number.isInteger(copies) && copies >= 2 && copies <= MOST_COPIES)) {
    throw new Error(`expected copies to be 2 to ${MOST_COPIES}, saw ${copies}`);
  }
  const state = {
    becomes,
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(copies === undefined ? {} : { copies }),
  };
  for (const region of topic === undefined ? switches.eventGrid.keys() : [topic]) switches.eventGrid.set(region, state);
}

/** It is the front end that speaks: here is only what it has to say. */
export function applyTelling(world: World, switches: Switches, change: Told['change']): void {
  if (change.kind === 'serviceHealth') world.network.assertRegion(change.region);
  else findDatabase(world, change.server, change.database);
  if (change.kind === 'metric' && !isMetricName(change.metric)) {
    throw new Error(`expected one of the metrics ${METRIC_NAMES.join(', ')}, saw '${change.metric}'`);
  }
  switches.told.push({ number: (switches.told.at(-1)?.number ?? 0) + 1, change: { ...change } });
  if (switches.told.length > MOST_TOLD) switches.told.shift();
}

export function applyHealthFeedsChange(
  switches: Switches,
  { serviceHealthAfterMs, resolvedAfterMs }: ChangeOf<'healthFeeds'>,
): void {
  for (const [name, value] of Object.entries({ serviceHealthAfterMs, resolvedAfterMs })) {
    if (value != null) assertDuration(name, value);
  }
  if (serviceHealthAfterMs !== undefined) switches.healthFeeds.serviceHealthAfterMs = serviceHealthAfterMs;
  if (resolvedAfterMs !== undefined) switches.healthFeeds.resolvedAfterMs = resolvedAfterMs;
}

function assertDuration(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new Error(`expected ${name} to be milliseconds, saw ${value}`);
}
