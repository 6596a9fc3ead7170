import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateChannel } from '../../../shared/alerting/evaluateChannel.ts';
import { rule, rules, T0 } from './samples.ts';

const subject = { kind: 'channel', key: 'on-call' } as const;
const failing = { sinceMs: T0, lastError: 'x' };
const now = rules({ ChannelFailing: rule({ pendingMs: 0, resolveMs: 0 }) });

test('a channel that fails fires under its own name, and is quiet when it delivers', () => {
  const begun = evaluateChannel({ subject, facts: { failing }, alerts: {}, rules: now, nowMs: T0 + 5 });
  assert.deepEqual(
    begun.notices.map(({ condition, reason, subject: about, sinceMs }) => [condition, reason, about, sinceMs]),
    [['ChannelFailing', 'first', subject, T0]],
  );
  const ended = evaluateChannel({ subject, facts: {}, alerts: begun.alerts, rules: now, nowMs: T0 + 9 });
  assert.deepEqual(ended.alerts, {});
  assert.equal(ended.notices[0]?.follows, begun.notices[0]?.id);
});

test('conditions of other subjects are not asked of it', () => {
  const { alerts } = evaluateChannel({ subject, facts: { failing }, alerts: {}, rules: rules(), nowMs: T0 });
  assert.deepEqual(Object.keys(alerts), ['ChannelFailing']);
});
