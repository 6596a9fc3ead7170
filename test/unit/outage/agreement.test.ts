import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreementOf, type Voice } from '../../../shared/outage/agreement.ts';
import type { EvidenceGroup } from '../../../shared/outage/types.ts';
import { says } from './builders.ts';

const RULES = { confirmForMs: 100, minKinds: 2, maxAgeMs: 10_000 };
const NEVER = Number.NEGATIVE_INFINITY;

function voice(key: string, fromMs: number, untilMs: number, seenMs = untilMs): Voice {
  const span = { evidence: says('ownProbe'), fromMs, seenMs, untilMs };
  return { kind: { key, group: key.split(' ')[0] as EvidenceGroup }, span };
}
const since = (voices: Voice[], nowMs: number, aliveMs = NEVER) => agreementOf(voices, aliveMs, RULES, nowMs).sinceMs;

test('nobody agrees while one is alone', () => {
  assert.deepEqual(agreementOf([voice('own', 0, 500)], NEVER, RULES, 400), { sinceMs: null, sustained: false });
});

test('they agree since the later of the two began', () => {
  assert.equal(since([voice('own', 10, 500), voice('azure', 70, 500)], 200), 70);
});

test('a third voice that comes later changes nothing', () => {
  assert.equal(since([voice('own', 10, 500), voice('azure', 70, 500), voice('metric', 150, 500)], 200), 70);
});

test('two that agreed earlier and ended do not count once they ended', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 0, 100)], 200), null);
});

test('one voice may hand over to another of any kind without a gap', () => {
  const voices = [voice('own', 0, 500), voice('azure', 0, 100), voice('metric', 90, 500)];
  assert.equal(since(voices, 200), 0);
});

test('a voice that begins when another ends leaves no gap', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 0, 100), voice('metric', 100, 500)], 200), 0);
});

test('a gap of a millisecond restarts the clock', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 0, 100), voice('metric', 101, 500)], 200), 101);
});

test('two voices of one kind cover for each other', () => {
  assert.equal(since([voice('own', 0, 100), voice('own', 80, 500), voice('azure', 0, 500)], 200), 0);
});

test('a sign of life within the window restarts the clock', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 0, 500)], 200, 120), 120);
});

test('a sign of life before they agreed changes nothing', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 50, 500)], 200, 20), 50);
});

test('a sign of life from a clock that is ahead counts as now', () => {
  assert.equal(since([voice('own', 0, 500), voice('azure', 0, 500)], 200, 900), 200);
});

test('it is sustained when confirmFor has passed, and not a millisecond earlier', () => {
  const voices = [voice('own', 0, 500), voice('azure', 0, 500)];
  assert.equal(agreementOf(voices, NEVER, RULES, 99).sustained, false);
  assert.equal(agreementOf(voices, NEVER, RULES, 100).sustained, true);
});

test('a probe that failed once and was not heard of again is not sustained', () => {
  const once = [voice('own', 0, 500, 0), voice('azure', 0, 500, 0)];
  assert.deepEqual(agreementOf(once, NEVER, RULES, 100), { sinceMs: 0, sustained: false });
});

test('a probe must have been seen failing within the last half of confirmFor', () => {
  const rules = { ...RULES, confirmForMs: 100_000, maxAgeMs: 1_000_000 };
  const seen = (seenMs: number, nowMs: number) =>
    agreementOf([voice('own', 0, 900_000, seenMs), voice('azure', 0, 900_000, 0)], NEVER, rules, nowMs).sustained;
  assert.deepEqual([seen(49_999, 100_000), seen(50_000, 100_000)], [false, true]);
  assert.deepEqual([seen(50_000, 400_000), seen(350_000, 400_000)], [false, true]);
});

test('witnesses have to be seen again too, Azure and its metrics need not', () => {
  const stale = [voice('own', 0, 500, 100), voice('witness fr', 0, 500, 0)];
  assert.equal(agreementOf(stale, NEVER, RULES, 100).sustained, false);
  assert.equal(agreementOf([...stale, voice('metric', 0, 500, 0)], NEVER, RULES, 100).sustained, true);
});
