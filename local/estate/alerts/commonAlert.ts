/** The common alert schema: what an action group posts, whatever the alert is about. */
import type { AlertDelivery } from './types.ts';

export interface CommonAlert {
  schemaId: 'azureMonitorCommonAlertSchema';
  data: {
    essentials: {
      alertId: string;
      alertRule: string;
      severity: `Sev${0 | 1 | 2 | 3 | 4}`;
      signalType: 'Metric' | 'Log' | 'Activity Log';
      monitorCondition: AlertDelivery['monitorCondition'];
      monitoringService: string;
      alertTargetIDs: string[];
      configurationItems: string[];
      originAlertId: string;
      firedDateTime: string;
      resolvedDateTime?: string;
      description: string;
      essentialsVersion: '1.0';
      alertContextVersion: '1.0';
    };
    alertContext: Record<string, unknown>;
    customProperties: Record<string, string> | null;
  };
}

export interface AlertFacts {
  /** One alert keeps its id from Fired to Resolved. */
  id: string;
  subscriptionId: string;
  rule: string;
  severity: CommonAlert['data']['essentials']['severity'];
  signalType: CommonAlert['data']['essentials']['signalType'];
  monitoringService: string;
  targets: string[];
  /** Short names of the targets. */
  items: string[];
  firedMs: number;
  /** Undefined while it goes on. */
  resolvedMs?: number | undefined;
  description: string;
  context: Record<string, unknown>;
}

/** Source: Azure Monitor, common alert schema. Moments have seven digits after the second, as Azure writes them. */
export function commonAlert(facts: AlertFacts): CommonAlert {
  const { id, subscriptionId, targets, firedMs, resolvedMs } = facts;
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `/subscriptions/${subscriptionId}/providers/Microsoft.AlertsManagement/alerts/${id}`,
        alertRule: facts.rule,
        severity: facts.severity,
        signalType: facts.signalType,
        monitorCondition: resolvedMs === undefined ? 'Fired' : 'Resolved',
        monitoringService: facts.monitoringService,
        // Alerts Management writes resource ids in small letters.
        alertTargetIDs: targets.map((target) => target.toLowerCase()),
        configurationItems: facts.items,
        originAlertId: `${id}_${facts.rule}`,
        firedDateTime: moment(firedMs),
        ...(resolvedMs === undefined ? {} : { resolvedDateTime: moment(resolvedMs) }),
        description: facts.description,
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: facts.context,
      customProperties: null,
    },
  };
}

/** `2026-11-01T12:00:00.1230000Z` */
export function moment(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, -1)}0000Z`;
}
