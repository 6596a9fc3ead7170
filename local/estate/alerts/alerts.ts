/** Azure Monitor's alerts: health feeds, what is active, and the action groups that hear of it. */
import type { EstateModel } from '../model/types.ts';
import type { Caller } from '../network/callOut.ts';
import type { Schedule } from '../network/schedule.ts';
import { type ActionGroups, createActionGroups } from './actionGroups.ts';
import { createActiveAlerts } from './activeAlerts.ts';
import { followHealth } from './healthFeeds.ts';

export interface AlertsOptions {
  model: EstateModel;
  schedule: Schedule;
  caller: Caller;
}

export type Alerts = Pick<ActionGroups, 'add' | 'deliveries' | 'close'>;

/** Alerts that are active before a receiver is added do not reach it, as in Azure. */
export function createAlerts({ model, schedule, caller }: AlertsOptions): Alerts {
  const groups = createActionGroups({ clock: model.clock, schedule, caller, appRegion: model.definition.app.region });
  const stop = followHealth({ model, schedule, active: createActiveAlerts(model), send: groups.send });
  return {
    add: groups.add,
    deliveries: groups.deliveries,
    close() {
      stop();
      groups.close();
    },
  };
}
