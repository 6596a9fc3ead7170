import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { IdentityFailure } from '../../../../../shared/adapters/azure/identity/errors.ts';
import { readFailure } from '../../../../../shared/adapters/azure/resourceManager/failures.ts';
import { DeadlineExceeded } from '../../../../../shared/limits/withDeadline.ts';
import { ReadFailure } from '../../../../../shared/topology/errors.ts';

const REQUEST = { what: 'the servers of subscription s1' };
const rest = (details: Record<string, unknown>) =>
  Object.assign(new Error('TOPSECRET'), { name: 'RestError' }, details);

test('a failure that is one already is not wrapped again', () => {
  const failure = new ReadFailure('garbage', 'x');
  assert.equal(readFailure(failure, REQUEST), failure);
});

test('each error is sorted by whose trouble it is', () => {
  const kinds: Array<[unknown, string]> = [
    [new IdentityFailure('timeout', 'no token'), 'identity'],
    [new DeadlineExceeded(100), 'timeout'],
    [rest({ statusCode: 401 }), 'unauthorised'],
    [rest({ statusCode: 403, code: 'AuthorizationFailed' }), 'forbidden'],
    [rest({ statusCode: 404 }), 'notFound'],
    [rest({ statusCode: 408 }), 'timeout'],
    [rest({ statusCode: 429 }), 'throttled'],
    [rest({ statusCode: 500 }), 'unavailable'],
    [rest({ statusCode: 504 }), 'unavailable'],
    [rest({ statusCode: 400 }), 'other'],
    [rest({ statusCode: 302 }), 'garbage'],
    [rest({ statusCode: 200, code: 'PARSE_ERROR' }), 'garbage'],
    [rest({ statusCode: 503, code: 'PARSE_ERROR' }), 'unavailable'],
    [rest({ code: 'ECONNRESET' }), 'unreachable'],
    [rest({ code: 'CERT_HAS_EXPIRED' }), 'unreachable'],
    [Object.assign(new Error('x'), { name: 'AbortError' }), 'timeout'],
    [new TypeError('x'), 'other'],
    ['text', 'other'],
  ];
  for (const [error, kind] of kinds) assert.equal(readFailure(error, REQUEST).kind, kind, inspect(error));
});

test('every message says what was expected, what was seen, and what to do', () => {
  for (const error of [
    new DeadlineExceeded(100),
    rest({ statusCode: 403, code: 'AuthorizationFailed' }),
    rest({ code: 'ENOTFOUND' }),
  ]) {
    assert.match(readFailure(error, REQUEST).message, /^Expected the servers of subscription s1; [^.]+\. [A-Z].*\.$/);
  }
});

test('status and code are kept as fields; the SDK’s own code is not Azure’s', () => {
  const failure = readFailure(rest({ statusCode: 403, code: 'AuthorizationFailed' }), REQUEST);
  assert.deepEqual([failure.status, failure.code], [403, 'AuthorizationFailed']);
  assert.equal(readFailure(rest({ statusCode: 503, code: 'PARSE_ERROR' }), REQUEST).code, undefined);
});

test('nothing that Azure or the SDK wrote is repeated, only a plain code', () => {
  const odd = rest({ statusCode: 500, code: 'eyJ TOPSECRET', response: { bodyAsText: 'TOPSECRET' } });
  const failure = readFailure(odd, REQUEST);
  assert.doesNotMatch(inspect(failure, { depth: 9 }), /TOPSECRET/);
  assert.deepEqual([failure.cause, failure.code], [undefined, undefined]);
});
