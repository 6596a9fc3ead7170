import { labelsFor } from '../alerting/dispatch/labels.ts';
import { openWindows } from '../alerting/dispatch/openWindows.ts';
import { routesOf } from '../alerting/dispatch/routes.ts';
import type { DispatchRules, DispatchWorld } from '../alerting/dispatch/types.ts';
import type { ChannelType } from '../alerting/ports.ts';
import type { Labels, Notice } from '../alerting/types.ts';
import type { Configuration } from '../config/types.ts';
import type { Topology } from '../topology/types.ts';
import type { Storage } from './ports.ts';

/** Channels that people read: too many messages make them look away. */
const READ: ReadonlySet<ChannelType> = new Set(['teams', 'smtp', 'communicationEmail', 'slack']);
/** Channels that keep incidents of their own. */
const ACKNOWLEDGING: ReadonlySet<ChannelType> = new Set(['pagerDuty']);

export function dispatchRules({ notifications, channels }: Configuration): DispatchRules {
  const receivers = channels.map(({ name, type }) => ({
    name,
    isRead: READ.has(type),
    acknowledges: ACKNOWLEDGING.has(type),
  }));
  return { timing: notifications, receivers };
}

/** What the dispatcher does not remember itself, as it is now. @throws what storage throws */
export async function dispatchWorld(
  configuration: Configuration,
  storage: Pick<Storage, 'topology' | 'silences'>,
  nowMs: number,
): Promise<DispatchWorld> {
  const [routing, silences] = await Promise.all([
    dispatchRouting(configuration, storage, nowMs),
    storage.silences.load(),
  ]);
  const maintenance = openWindows(configuration.maintenance, nowMs);
  return { nowMs, silences: silences?.value.silences ?? [], maintenance, ...routing };
}

/** Where a notice goes now, by what it is about. @throws what storage throws */
export async function dispatchRouting(
  configuration: Configuration,
  storage: Pick<Storage, 'topology'>,
  nowMs: number,
): Promise<Pick<DispatchWorld, 'routesOf' | 'labelsOf'>> {
  const { routes, channels } = configuration;
  const labelsOf = labelsIn(await storage.topology.load(), configuration);
  return { routesOf: routesOf(routes, channels, nowMs), labelsOf };
}

/** One topology is shared by every look until discovery finds another. */
const known = new WeakMap<Topology, { configuration: Configuration; labelsOf: (notice: Notice) => Labels }>();

function labelsIn(topology: Topology | undefined, configuration: Configuration): (notice: Notice) => Labels {
  if (topology === undefined) return labelsFor(undefined, configuration);
  const made = known.get(topology);
  if (made?.configuration === configuration) return made.labelsOf;
  const labelsOf = labelsFor(topology, configuration);
  known.set(topology, { configuration, labelsOf });
  return labelsOf;
}
