import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smtpFailure } from '../../../shared/adapters/channels/smtp/smtpFailure.ts';

const judge = (fields: Record<string, unknown>, message = 'x') =>
  smtpFailure(Object.assign(new Error(message), fields), 1_000);
const retried = (fields: Record<string, unknown>, message?: string) => {
  const result = judge(fields, message);
  return !result.ok && result.retry;
};

test('a login that is refused for the moment is tried again, one that is refused for good is not', () => {
  assert.equal(
    retried({ code: 'EAUTH', responseCode: 454, response: '454 4.7.0 Temporary authentication failure' }),
    true,
  );
  assert.equal(retried({ code: 'EAUTH', responseCode: 535, response: '535 5.7.8 no' }), false);
  assert.equal(retried({ code: 'EAUTH' }), false);
});

test('STARTTLS that is refused for good is not tried again, one that breaks off is', () => {
  assert.equal(retried({ code: 'ETLS', responseCode: 502 }), false);
  assert.equal(retried({ code: 'ETLS', responseCode: 454 }), true);
  assert.equal(retried({ code: 'ETLS' }), true);
});

test('each answer says what to do', () => {
  const says: Array<[number, RegExp]> = [
    [530, /did not accept user and password/],
    [550, /refused the sender or every recipient/],
    [552, /mailbox is full/],
    [554, /refused the sender/],
    [503, /log of the mail server/],
  ];
  for (const [responseCode, expected] of says) {
    const result = judge({ code: 'EENVELOPE', responseCode });
    assert.match(result.ok ? '' : result.message, expected);
  }
});

test('too large is told apart from a full mailbox', () => {
  const large = (fields: Record<string, unknown>, message?: string) => {
    const result = judge(fields, message);
    return !result.ok && !result.retry && result.tooLarge === true;
  };
  assert.equal(
    large({ responseCode: 552, response: '552 5.3.4 Message size exceeds fixed maximum message size' }),
    true,
  );
  assert.equal(large({ responseCode: 552, response: '552-5.2.3 too large' }), true);
  assert.equal(large({ code: 'EMESSAGE' }, 'Message size larger than allowed 1000'), true);
  assert.equal(large({ responseCode: 552, response: '552 5.2.2 mailbox full' }), false);
  assert.equal(large({ code: 'EMESSAGE' }, 'Empty message'), false);
});

test('only the codes of an answer are repeated, never its words', () => {
  const result = judge(
    { responseCode: 550, response: '550 5.1.1 <boss@example.net> unknown' },
    'boss@example.net unknown',
  );
  assert.match(result.ok ? '' : result.message, /answered 550 5\.1\.1:/);
  assert.doesNotMatch(JSON.stringify(result), /boss/);
});

test('what is no error object is still a result', () => {
  for (const thrown of [undefined, null, 'text', 42, {}]) {
    const result = smtpFailure(thrown, 1_000);
    assert.equal(!result.ok && result.retry, true);
  }
});
