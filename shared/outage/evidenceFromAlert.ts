import type { AlertSaid, AlertSurroundings, Envelope } from './alertEnvelope.ts';
import { type AlertFault, fail, MalformedAlert, Part } from './alertFields.ts';
import { metricEvidence } from './metricEvidence.ts';
import { resourceHealthEvidence } from './resourceHealthEvidence.ts';
import { serviceHealthEvidence } from './serviceHealthEvidence.ts';

export type AlertReading = ({ ok: true } & AlertSaid) | { ok: false; fault: AlertFault };

const SCHEMA = 'azureMonitorCommonAlertSchema';

/**
 * Reads what an action group posts (common alert schema). Never throws: what cannot be read is a fault with its path, for HTTP 400 and a
 * dead letter; what can be read and says nothing about an outage of ours is accepted and gives no evidence. Nothing but the fields that are
 * needed is copied: claims, callers, descriptions and custom properties stay where they are.
 * Source: learn.microsoft.com, azure-monitor alerts-common-schema.
 * @param body the parsed JSON
 */
export function evidenceFromAlert(body: unknown, surroundings: AlertSurroundings): AlertReading {
  try {
    const envelope = readEnvelope(body);
    return { ok: true, ...said(envelope, surroundings) };
  } catch (error) {
    if (error instanceof MalformedAlert) return { ok: false, fault: error.fault };
    throw error;
  }
}

function readEnvelope(body: unknown): Envelope {
  const root = new Part(body, '');
  const schema = root.optionalText('schemaId');
  if (schema !== SCHEMA) fail('schemaId', `${SCHEMA}: switch the common alert schema on in the action group`, schema);
  const data = root.object('data');
  const essentials = data.object('essentials');
  const condition = essentials.text('monitorCondition').toLowerCase();
  if (condition !== 'fired' && condition !== 'resolved') {
    fail('data.essentials.monitorCondition', 'Fired or Resolved', condition);
  }
  return {
    monitoringService: essentials.text('monitoringService'),
    ended: condition === 'resolved',
    targets: essentials.texts('alertTargetIDs'),
    essentials,
    context: data.object('alertContext'),
  };
}

function said(envelope: Envelope, surroundings: AlertSurroundings): AlertSaid {
  switch (envelope.monitoringService.toLowerCase().replace(/[^a-z]/g, '')) {
    case 'servicehealth':
      return serviceHealthEvidence(envelope, surroundings);
    case 'resourcehealth':
      return resourceHealthEvidence(envelope, surroundings);
    case 'platform':
      return metricEvidence(envelope, surroundings);
    default:
      return {
        evidence: [],
        ignored: [`Alerts of ${envelope.monitoringService.slice(0, 60)} say nothing about an outage.`],
      };
  }
}
