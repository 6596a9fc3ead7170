/** Every plant, room by room. */
import { ALERTING_PLANTS } from './plants/alerting.ts';
import { APP_PLANTS } from './plants/app.ts';
import { AZURE_PLANTS } from './plants/azure.ts';
import { CHANNEL_PLANTS } from './plants/channels.ts';
import { DISPATCH_PLANTS } from './plants/dispatch.ts';
import { FAILOVER_PLANTS } from './plants/failover.ts';
import { FENCE_PLANTS } from './plants/fence.ts';
import { HAND_OVER_PLANTS } from './plants/handOver.ts';
import { HOST_PLANTS } from './plants/host.ts';
import { REPLICATION_PLANTS } from './plants/replication.ts';
import { SIGNAL_PLANTS } from './plants/signals.ts';
import { SQL_PLANTS } from './plants/sql.ts';
import { STORAGE_PLANTS } from './plants/storage.ts';
import { TOPOLOGY_PLANTS } from './plants/topology.ts';
import { WATCH_PLANTS } from './plants/watch.ts';
import type { Plant } from './types.ts';

export const PLANTS: readonly Plant[] = [
  ...REPLICATION_PLANTS,
  ...SIGNAL_PLANTS,
  ...WATCH_PLANTS,
  ...ALERTING_PLANTS,
  ...DISPATCH_PLANTS,
  ...HAND_OVER_PLANTS,
  ...TOPOLOGY_PLANTS,
  ...SQL_PLANTS,
  ...STORAGE_PLANTS,
  ...CHANNEL_PLANTS,
  ...AZURE_PLANTS,
  ...APP_PLANTS,
  ...HOST_PLANTS,
  ...FAILOVER_PLANTS,
  ...FENCE_PLANTS,
];
