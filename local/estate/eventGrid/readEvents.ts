/** From a publisher's request to the events in it. */
import { jsonBody } from '../network/jsonBody.ts';
import { checkCloudEvent, type EventObject } from './cloudEvent.ts';
import { EventGridError, invalidJson } from './eventGridError.ts';
import { checkEventGridEvent } from './eventGridEvent.ts';
import type { EventSchema } from './types.ts';

/** "The array can have a total size of up to 1 MB. Each event in the array is limited to 1 MB." (Event Grid event schema) */
const MOST_BYTES = 1_048_576;

const BATCH = 'application/cloudevents-batch+json';
const SINGLE = 'application/cloudevents+json';

/**
 * All events or none: one that is wrong refuses the whole request.
 * @throws EventGridError 413, 415 and 400.
 */
export function readEvents(
  body: Uint8Array,
  contentType: string,
  { schema, topicId }: { schema: EventSchema; topicId: string },
): EventObject[] {
  if (body.byteLength > MOST_BYTES) {
    const message = `The request holds ${body.byteLength} bytes; a topic takes at most ${MOST_BYTES}.`;
    throw new EventGridError(413, 'PayloadTooLarge', message, 'PayloadTooLarge');
  }
  const media = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (schema === 'EventGridSchema') {
    assertMedia(media, ['application/json']);
    return listOf(parse(body)).map((event) => checkEventGridEvent(event, topicId));
  }
  assertMedia(media, [BATCH, SINGLE]);
  const content = parse(body);
  return (media === BATCH ? listOf(content) : [content]).map(checkCloudEvent);
}

function assertMedia(media: string, expected: string[]): void {
  if (expected.includes(media)) return;
  const message = `The content type '${media.slice(0, 80)}' is none that this topic takes: ${expected.join(', ')}.`;
  throw new EventGridError(415, 'UnsupportedMediaType', message);
}

function parse(body: Uint8Array): unknown {
  const parsed = jsonBody(body);
  if (parsed === undefined) throw invalidJson('The body is not JSON in UTF-8.');
  return parsed.value;
}

function listOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  throw invalidJson('A batch of events is an array. Token expected: StartArray.');
}
