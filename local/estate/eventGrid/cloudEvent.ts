/** What makes a CloudEvent of version 1.0 (CloudEvents specification, JSON event format). */
import { invalidJson } from './eventGridError.ts';

export type EventObject = Record<string, unknown>;

const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;
/** RFC 3339; whether the day exists is seen by parsing it. */
export const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const URI_REFERENCE = /^[^\s<>"{}|\\^`]+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/;
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;

/** Optional attributes, each with what it must look like. */
const OPTIONAL: Record<string, { expected: string; accepts(value: string): boolean }> = {
  subject: { expected: 'a text that is not empty', accepts: (value) => value !== '' },
  time: {
    expected: 'an RFC 3339 timestamp',
    accepts: (value) => TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value)),
  },
  datacontenttype: { expected: 'a media type', accepts: (value) => MIME_TYPE.test(value) },
  dataschema: { expected: 'an absolute URI', accepts: (value) => URL.canParse(value) },
  data_base64: { expected: 'a text in base64', accepts: (value) => BASE64.test(value) },
};

/** @throws EventGridError 400 naming the attribute that is missing or wrong. */
export function checkCloudEvent(value: unknown): EventObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unfit(`an event is an object, and not ${Array.isArray(value) ? 'an array' : typeof value}`);
  }
  const event: EventObject = { ...value };
  for (const name of REQUIRED) {
    const given = event[name];
    if (typeof given !== 'string' || given === '') throw unfit(`the attribute '${name}' is missing or empty`);
  }
  if (event.specversion !== '1.0')
    throw unfit(`'specversion' is '${String(event.specversion).slice(0, 20)}', not '1.0'`);
  if (!URI_REFERENCE.test(String(event.source))) throw unfit("the attribute 'source' is not a URI reference");
  for (const [name, { expected, accepts }] of Object.entries(OPTIONAL)) {
    const given = event[name];
    if (given != null && !(typeof given === 'string' && accepts(given))) {
      throw unfit(`the attribute '${name}' is not ${expected}`);
    }
  }
  if (event.data != null && event.data_base64 != null) throw unfit("'data' and 'data_base64' exclude each other");
  for (const [name, given] of Object.entries(event)) checkExtension(name, given);
  return event;
}

/** Everything that is no attribute of the specification: named in small letters and digits, and a simple value. */
function checkExtension(name: string, given: unknown): void {
  if (name === 'data' || Object.hasOwn(OPTIONAL, name) || REQUIRED.some((known) => known === name)) return;
  if (!ATTRIBUTE_NAME.test(name)) throw unfit(`'${name.slice(0, 40)}' is no name of an attribute`);
  const isSimple = given === null || ['string', 'boolean'].includes(typeof given) || Number.isInteger(given);
  if (!isSimple) throw unfit(`the extension '${name}' is neither a text nor a boolean nor an integer`);
}

function unfit(reason: string) {
  return invalidJson(
    `This topic takes events of the schema 'CloudEventV10'. What came does not conform to it: ${reason}.`,
  );
}
