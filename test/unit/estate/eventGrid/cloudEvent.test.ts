import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkCloudEvent } from '../../../../local/estate/eventGrid/cloudEvent.ts';
import { EventGridError } from '../../../../local/estate/eventGrid/eventGridError.ts';

const EVENT = { specversion: '1.0', id: '1', source: '/watch', type: 'Shop.Changed' };

const assertAccepted = (more: Record<string, unknown>) =>
  assert.deepEqual(checkCloudEvent({ ...EVENT, ...more }), { ...EVENT, ...more });
const assertRefused = (value: unknown, why: RegExp) =>
  assert.throws(
    () => checkCloudEvent(value),
    (error: unknown) =>
      error instanceof EventGridError &&
      error.status === 400 &&
      error.code === 'BadRequest' &&
      error.detail === 'InputJsonInvalid' &&
      why.test(error.message),
  );

describe('a CloudEvent of version 1.0', () => {
  it('needs nothing but its four attributes', () => assertAccepted({}));

  for (const name of ['specversion', 'id', 'source', 'type']) {
    for (const value of [undefined, '', 7, null]) {
      it(`is refused when ${name} is ${JSON.stringify(value) ?? 'absent'}`, () =>
        assertRefused({ ...EVENT, [name]: value }, new RegExp(`'${name}'`)));
    }
  }

  for (const version of ['0.3', '1.1', '1']) {
    it(`is no other version, as ${version}`, () => assertRefused({ ...EVENT, specversion: version }, /specversion/));
  }

  for (const [name, good, bad] of [
    ['subject', 'databases/shop-we/orders', ''],
    ['time', '2026-11-01T12:00:00.1234567Z', '2026-11-01'],
    ['time', '2026-11-01T12:00:00+02:00', '2026-11-32T12:00:00Z'],
    ['datacontenttype', 'application/json; charset=utf-8', 'json'],
    ['dataschema', 'https://contoso.example/schema', '/schema'],
    ['data_base64', 'AAEC', 'AAE'],
    ['source', 'https://contoso.example/a?b#c', 'with a space'],
  ] as const) {
    it(`takes the ${name} ${good}`, () => assertAccepted({ [name]: good }));
    it(`refuses the ${name} "${bad}"`, () => assertRefused({ ...EVENT, [name]: bad }, new RegExp(`'${name}'`)));
  }

  it('has optional attributes that are null, as if they were absent', () =>
    assertAccepted({ subject: null, time: null }));

  it('carries any JSON as data, but not twice', () => {
    for (const data of [{ a: [1] }, 'text', 7, null, []]) assertAccepted({ data });
    assertRefused({ ...EVENT, data: 1, data_base64: 'AAEC' }, /exclude/);
  });

  it('has extensions of small letters and digits with simple values', () => {
    assertAccepted({ traceparent: '00-1', partition2: 7, sampled: true, nothing: null });
    assertRefused({ ...EVENT, traceParent: 'x' }, /traceParent/);
    assertRefused({ ...EVENT, 'trace-parent': 'x' }, /trace-parent/);
    assertRefused({ ...EVENT, extra: { a: 1 } }, /extra/);
    assertRefused({ ...EVENT, extra: 1.5 }, /extra/);
  });

  for (const value of [null, 'text', 7, [EVENT]]) {
    it(`is an object, and not ${JSON.stringify(value).slice(0, 10)}`, () => assertRefused(value, /object/));
  }
});
