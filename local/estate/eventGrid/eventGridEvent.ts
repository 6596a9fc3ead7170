/** Events of Event Grid's own schema, and what becomes of them in CloudEvents. */
import { type EventObject, TIMESTAMP } from './cloudEvent.ts';
import { invalidJson } from './eventGridError.ts';

const REQUIRED = ['id', 'subject', 'eventType', 'eventTime'] as const;
const KNOWN = new Set<string>([...REQUIRED, 'data', 'dataVersion', 'metadataVersion', 'topic']);

/**
 * The event with what Event Grid adds: its topic and the version of the metadata.
 * @throws EventGridError 400 naming the property that is missing, wrong or unexpected.
 */
export function checkEventGridEvent(value: unknown, topicId: string): EventObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit('an event is an object');
  const event: EventObject = { ...value };
  for (const name of REQUIRED) {
    const given = event[name];
    if (typeof given !== 'string' || given === '') throw unfit(`the property '${name}' is missing or empty`);
  }
  const unexpected = Object.keys(event).find((name) => !KNOWN.has(name));
  if (unexpected !== undefined) throw unfit(`the property '${unexpected.slice(0, 40)}' is unexpected`);
  const time = String(event.eventTime);
  if (!TIMESTAMP.test(time) || Number.isNaN(Date.parse(time))) throw unfit("the property 'eventTime' is no timestamp");
  if (event.dataVersion != null && typeof event.dataVersion !== 'string') throw unfit("'dataVersion' is no text");
  if (event.topic != null && event.topic !== topicId) throw unfit("'topic' is not the topic that was published to");
  if (event.metadataVersion != null && event.metadataVersion !== '1') throw unfit("'metadataVersion' is not '1'");
  return { dataVersion: '', ...event, metadataVersion: '1', topic: topicId };
}

/** As Event Grid translates for subscriptions that ask for CloudEvents; the way back there is not. */
export function toCloudEvent(event: EventObject): EventObject {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.topic,
    type: event.eventType,
    time: event.eventTime,
    subject: event.subject,
    ...(event.data === undefined ? {} : { data: event.data }),
  };
}

function unfit(reason: string) {
  return invalidJson(
    `This topic is configured for the schema 'EventGridEvent'. What came does not conform: ${reason}.`,
  );
}
