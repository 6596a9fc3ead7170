import type { ChannelMood, ChannelName, MonitorState } from './changeTypes.ts';
import type { EventGridState, HealthFeeds, Told } from './eventTypes.ts';
import { METRICS_DELAY_MS, TOLD_AFTER_MS, TOLD_OVER_AFTER_MS } from './timings.ts';
import { topicRegions } from './topicRegions.ts';
import type { EstateDefinition, RegionName, ResourceManagerState, SqlFault } from './types.ts';

const GLOBAL = 'global';

/** What has no physics: states that a change sets and a front end obeys. */
export interface Switches {
  sqlFaults: Map<string, SqlFault>;
  resourceManager: ResourceManagerState;
  identity: 'up' | 'unreachable' | 'failing';
  channels: Record<ChannelName, ChannelMood>;
  /** By the region of the topic; exactly the topics that there are, and `global` for the events of the subscriptions. */
  eventGrid: Map<RegionName, EventGridState>;
  healthFeeds: HealthFeeds;
  monitor: { becomes: MonitorState; delayMs: number };
  /** By database: what the lag metric says in place of the truth; null: nothing. */
  lagMetrics: Map<string, number | null>;
  /** What Azure Monitor was made to say, oldest first. */
  told: Told[];
}

export function createSwitches(definition: EstateDefinition): Switches {
  return {
    sqlFaults: new Map(),
    resourceManager: 'up',
    identity: 'up',
    channels: {
      teams: 'ok',
      smtp: 'ok',
      communicationEmail: 'ok',
      pagerDuty: 'ok',
      slack: 'ok',
      webhook: 'ok',
    },
    eventGrid: new Map([...topicRegions(definition), GLOBAL].map((region) => [region, { becomes: 'normal' }])),
    monitor: { becomes: 'up', delayMs: METRICS_DELAY_MS },
    lagMetrics: new Map(),
    healthFeeds: { serviceHealthAfterMs: TOLD_AFTER_MS, resolvedAfterMs: TOLD_OVER_AFTER_MS },
    told: [],
  };
}

/** A server's faults have a key of their own beside its databases'. */
export function faultKey(server: string, database?: string): string {
  return database === undefined ? server.toLowerCase() : `${server.toLowerCase()}/${database.toLowerCase()}`;
}

/** @throws Error when that region has no topic. */
export function topicState({ eventGrid }: Switches, region: RegionName): EventGridState {
  const state = eventGrid.get(region);
  if (state !== undefined) return state;
  throw new Error(`expected the region of a topic (${[...eventGrid.keys()].join(', ')}), saw '${region}'`);
}
