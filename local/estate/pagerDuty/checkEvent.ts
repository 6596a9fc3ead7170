/** What an Events API v2 event must be (PagerDuty's documentation of the Events API, "Send an Alert Event"). */
import { isObject } from '../network/jsonBody.ts';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'];
const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const FIELDS = ['routing_key', 'event_action', 'dedup_key', 'payload', 'images', 'links', 'client', 'client_url'];
const PAYLOAD_FIELDS = ['summary', 'source', 'severity', 'timestamp', 'component', 'group', 'class', 'custom_details'];
const KEY_LENGTH = 32;
const MAX_DEDUP_KEY = 255;
const MAX_SUMMARY = 1024;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;

/** Faults in the service's words where they are known; fields that PagerDuty would quietly drop are faults too. */
export function eventFaults(event: unknown): string[] {
  if (!isObject(event)) return ['the event is no object'];
  const { event_action: action, dedup_key: key, payload, links } = event;
  return [
    ...unknownFields(event, FIELDS, ''),
    ...routingKeyFaults(event.routing_key),
    ...(ACTIONS.includes(String(action)) ? [] : [`'event_action' is invalid (should be one of ${ACTIONS.join(', ')})`]),
    ...dedupKeyFaults(key, action),
    ...(payload === undefined && action !== 'trigger' ? [] : payloadFaults(payload)),
    ...linkFaults(links),
    ...stringFaults(event, ['client', 'client_url'], ''),
  ];
}

function routingKeyFaults(key: unknown): string[] {
  if (typeof key !== 'string' || key === '') return ["'routing_key' is missing or blank"];
  return [
    ...(key.length === KEY_LENGTH ? [] : ["Length of 'routing_key' is incorrect (should be 32 characters)"]),
    ...(/^[0-9A-Za-z]+$/.test(key) ? [] : ["'routing_key' cannot contain non-alphanumeric characters."]),
  ];
}

function dedupKeyFaults(key: unknown, action: unknown): string[] {
  if (key === undefined && action === 'trigger') return [];
  if (typeof key !== 'string' || key === '') return ["'dedup_key' is missing or blank"];
  return key.length > MAX_DEDUP_KEY ? [`'dedup_key' is too long (maximum is ${MAX_DEDUP_KEY} characters)`] : [];
}

function payloadFaults(payload: unknown): string[] {
  if (!isObject(payload)) return ["'payload' is missing or blank"];
  const { summary, source, severity, timestamp, custom_details: details } = payload;
  return [
    ...unknownFields(payload, PAYLOAD_FIELDS, 'payload.'),
    ...blank(summary, 'payload.summary'),
    ...(typeof summary === 'string' && summary.length > MAX_SUMMARY
      ? [`'payload.summary' is too long (maximum is ${MAX_SUMMARY} characters)`]
      : []),
    ...blank(source, 'payload.source'),
    ...(SEVERITIES.includes(String(severity))
      ? []
      : [`'payload.severity' is invalid (should be one of ${SEVERITIES.join(', ')})`]),
    ...(timestamp === undefined || (typeof timestamp === 'string' && ISO_8601.test(timestamp))
      ? []
      : ["'payload.timestamp' is no ISO 8601 timestamp"]),
    ...(details === undefined || isObject(details) ? [] : ["'payload.custom_details' is no object"]),
    ...stringFaults(payload, ['component', 'group', 'class'], 'payload.'),
  ];
}

function linkFaults(links: unknown): string[] {
  if (links === undefined) return [];
  if (!Array.isArray(links)) return ["'links' is no list"];
  return links.flatMap((link: unknown, index) => {
    if (!isObject(link) || typeof link.href !== 'string' || !/^https?:\/\//.test(link.href))
      return [`'links[${index}].href' is no URL`];
    return stringFaults(link, ['text'], `links[${index}].`);
  });
}

function blank(value: unknown, name: string): string[] {
  return typeof value === 'string' && value.trim() !== '' ? [] : [`'${name}' is missing or blank`];
}

function stringFaults(from: Record<string, unknown>, names: string[], path: string): string[] {
  return names
    .filter((name) => from[name] !== undefined && typeof from[name] !== 'string')
    .map((name) => `'${path}${name}' is no string`);
}

function unknownFields(from: Record<string, unknown>, known: string[], path: string): string[] {
  return Object.keys(from)
    .filter((name) => !known.includes(name))
    .map((name) => `'${path}${name}' is not known`);
}
