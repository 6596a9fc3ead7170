import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelFailing } from '../../../../shared/alerting/conditions/channelFailing.ts';
import { rule, T0 } from '../samples.ts';

const asked = { channel: 'on-call', rule: rule(), nowMs: T0 };

test('a channel that fails is told since when, in its own words', () => {
  const failing = { sinceMs: T0 - 5, lastError: 'Teams answered 503.' };
  assert.deepEqual(channelFailing.find({ ...asked, failing }), {
    is: 'true',
    sinceMs: T0 - 5,
    sentence: 'The channel on-call does not deliver: whoever reads only there hears nothing. Teams answered 503.',
  });
});

test('a delivery ends it', () => {
  assert.deepEqual(channelFailing.find(asked), {
    is: 'false',
    sentence: 'The channel on-call delivers messages again.',
  });
});

test('it is told at once, and ended at once', () => {
  assert.deepEqual(channelFailing.defaults, { severity: 'error', for: '0s', resolve: '0s' });
});
