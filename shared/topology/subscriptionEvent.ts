/** Events of a subscription: Resource Manager tells of what anybody did through it. A hint to look, never proof. */

export type SubscriptionReading =
  /** Something was done that may have changed links or roles. */
  | { kind: 'hint'; operation: string; resource: string; atMs?: number }
  /** Nothing that concerns replication. */
  | { kind: 'other'; type: string }
  /** Expected, seen: for a dead letter. */
  | { kind: 'malformed'; reason: string };

/**
 * What may change a link, a role or a size, whoever calls it. Names of Microsoft.Sql's resource provider operations; Azure writes them in
 * any case. Failovers by T-SQL go around Resource Manager and raise no event: roles are compared at every discovery.
 */
const CONCERNS =
  /^microsoft\.sql\/servers\/(databases\/(write|delete|replicationlinks\/.+)|failovergroups\/.+|write|delete)$/;
const EVENT_TYPES = /^microsoft\.resources\.resource(write|delete|action)success$/i;
const LONGEST = 500;

/**
 * Reads one event of the Event Grid schema or of CloudEvents 1.0. Pure, never throws. The caller's claims are in it and are not taken over.
 * Source: learn.microsoft.com, "Azure subscription as an Event Grid source".
 */
export function readSubscriptionEvent(event: unknown): SubscriptionReading {
  const { type, eventType, eventTime, time, subject, data } = fields(event);
  const name = typeof eventType === 'string' ? eventType : type;
  if (typeof name !== 'string' || name === '' || name.length > LONGEST) {
    return {
      kind: 'malformed',
      reason: 'Expected an event with eventType (Event Grid schema) or type (CloudEvents 1.0), saw neither.',
    };
  }
  if (!EVENT_TYPES.test(name)) return { kind: 'other', type: plain(name) };
  const { operationName, resourceUri } = fields(data);
  if (typeof operationName !== 'string') {
    return { kind: 'malformed', reason: `Expected data.operationName in an event of type ${plain(name)}, saw none.` };
  }
  if (!CONCERNS.test(operationName.toLowerCase())) return { kind: 'other', type: plain(operationName) };
  const resource = typeof resourceUri === 'string' ? resourceUri : typeof subject === 'string' ? subject : '';
  const atMs = Date.parse(String(eventTime ?? time));
  const moment = Number.isNaN(atMs) ? {} : { atMs };
  return { kind: 'hint', operation: plain(operationName), resource: plain(resource), ...moment };
}

/** It comes from outside and goes into a log line. */
function plain(text: string): string {
  return text.slice(0, LONGEST).replace(/[^\w.\-/:]/g, '?');
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
