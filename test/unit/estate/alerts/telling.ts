/** Azure Monitor over a stand, and what came to the app's action group. */
import { type Alerts, createAlerts } from '../../../../local/estate/alerts/alerts.ts';
import type { CommonAlert } from '../../../../local/estate/alerts/commonAlert.ts';
import { makeStand, type Stand } from '../eventGrid/stand.ts';

export interface Telling {
  stand: Stand;
  alerts: Alerts;
  posted(): CommonAlert[];
  /** `service condition@milliseconds` of every call, in the order they came. */
  heard(): string[];
}

export const RECEIVER = 'http://127.0.0.1:7071/api/alerts?code=TOPSECRET';

export function makeTelling(): Telling {
  const stand = makeStand();
  const alerts = createAlerts({ model: stand.model, schedule: stand.schedule, caller: stand.caller });
  alerts.add({ name: 'geowarden', url: RECEIVER });
  const posted = (): CommonAlert[] => stand.calls.map(({ body }) => JSON.parse(body ?? ''));
  return {
    stand,
    alerts,
    posted,
    heard: () =>
      posted().map(({ data }, index) => {
        const { monitoringService, monitorCondition } = data.essentials;
        return `${monitoringService} ${monitorCondition}@${stand.calls[index]?.atMs}`;
      }),
  };
}
