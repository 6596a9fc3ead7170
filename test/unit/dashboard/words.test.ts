import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockWords, durationWords, isStale, linkWords, stateWords, toneOf } from '../../../dashboard/browser/words.ts';
import type { LinkView, StatusView } from '../../../shared/views/types.ts';

const NOW = Date.UTC(2026, 4, 6, 12, 0, 0);
const iso = (agoSeconds: number) => new Date(NOW - agoSeconds * 1_000).toISOString();
const link = (more: Partial<LinkView> = {}): LinkView => ({
  linkKey: 'ne/orders~we/orders',
  primary: { server: 'we', database: 'orders', region: 'westeurope' },
  secondary: { server: 'ne', database: 'orders', region: 'northeurope' },
  type: 'GEO',
  state: 'caughtUp',
  lagSeconds: 3,
  lastKnownLag: { lagSeconds: 3, at: iso(0) },
  seedingPercent: null,
  since: iso(90),
  sinceSeconds: 90,
  longestSeconds: {},
  sampledAt: iso(0),
  lastReplication: null,
  lastCommit: null,
  failure: null,
  ...more,
});
const clock = (more: Partial<StatusView> = {}): Pick<StatusView, 'now' | 'sampling' | 'objectives'> => ({
  now: iso(0),
  sampling: { lastStarted: null, lastFinished: null, everySeconds: 30, late: false, durationMs: null },
  objectives: { rpoSeconds: 5, rtoSeconds: 60 },
  ...more,
});

describe('durations', () => {
  for (const [seconds, words] of [
    [0, '0 s'],
    [0.4, '0 s'],
    [0.6, '1 s'],
    [59, '59 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [3_600, '1 h'],
    [3_659, '1 h'],
    [7_800, '2 h 10 min'],
    [86_400, '1 d'],
    [349_200, '4 d 1 h'],
    [-5, '0 s'],
  ] as const) {
    test(`${seconds} s are ${words}`, () => assert.equal(durationWords(seconds), words));
  }
});

describe('moments', () => {
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts);
  const now = at(2026, 4, 6, 12, 0);
  test('of today are the time of the day', () => {
    assert.match(clockWords(at(2026, 4, 6, 9, 5).toISOString(), now), /^0?9[:.]05[:.]00$/);
  });
  test('of another day bear the date, of another year the year', () => {
    assert.match(clockWords(at(2026, 4, 5, 23, 59).toISOString(), now), /5.*23[:.]59/);
    assert.match(clockWords(at(2026, 4, 5, 23, 59).toISOString(), now), /May|Mai|05/);
    assert.match(clockWords(at(2025, 4, 6, 9, 5).toISOString(), now), /2025/);
  });
});

describe('how bad a link looks', () => {
  for (const [name, given, rpo, tone] of [
    ['a lag within the objective is good', { lagSeconds: 5 }, 5, 'good'],
    ['a lag above it is bad', { lagSeconds: 6 }, 5, 'bad'],
    ['a lag without an objective is neither', { lagSeconds: 6 }, null, 'info'],
    ['NULL is not zero', { lagSeconds: null }, 5, 'warn'],
    ['an unknown lag is never good', { state: 'lagUnknown', lagSeconds: null }, 5, 'warn'],
    ['seeding is on its way', { state: 'seeding', lagSeconds: null }, 5, 'info'],
    ['pending is on its way', { state: 'pending', lagSeconds: null }, 5, 'info'],
    ['suspended is bad', { state: 'suspended', lagSeconds: null }, 5, 'bad'],
    ['absent is bad', { state: 'absent', lagSeconds: null }, 5, 'bad'],
    ['unreachable is bad', { state: 'unreachable', lagSeconds: null }, 5, 'bad'],
  ] as const) {
    test(name, () => assert.equal(toneOf(link(given), rpo), tone));
  }

  test('a link above the objective is behind, not broken', () => {
    assert.equal(stateWords(link(), 'good'), 'caught up');
    assert.equal(stateWords(link(), 'bad'), 'above objective');
    assert.equal(stateWords(link({ state: 'lagUnknown' }), 'warn'), 'lag unknown');
  });
});

describe('a link that nobody measured for long', () => {
  test('is old after three sweeps and one question', () => {
    assert.equal(isStale(link({ sampledAt: iso(150) }), clock()), false);
    assert.equal(isStale(link({ sampledAt: iso(151) }), clock()), true);
  });
  test('has no lag to show, however low the last one was', () => {
    const words = linkWords(link({ sampledAt: iso(3_600), lagSeconds: 0 }), clock());
    assert.deepEqual([words.tone, words.pill, words.number, words.unit], ['warn', 'not measured', '?', 'unknown']);
    assert.match(words.aside[0] ?? '', /^since /);
  });
});

describe('the figure of a link', () => {
  const figure = (more: Partial<LinkView>) => {
    const { number, unit } = linkWords(link(more), clock());
    return `${number} ${unit}`;
  };
  test('is the known lag, zero included', () => {
    assert.equal(figure({}), '3 s behind');
    assert.equal(figure({ lagSeconds: 0 }), '0 s behind');
  });
  test('is a question mark where there is no number', () => {
    assert.equal(figure({ lagSeconds: null }), '? unknown');
    assert.equal(figure({ state: 'lagUnknown', lagSeconds: null }), '? unknown');
    assert.equal(figure({ state: 'seeding', lagSeconds: null }), '? unknown');
  });
  test('is the progress of a seeding', () => {
    assert.equal(figure({ state: 'seeding', lagSeconds: null, seedingPercent: 40 }), '40 % seeded');
  });
  test('comes with the last known lag where the present one is not known', () => {
    assert.deepEqual(linkWords(link(), clock()).aside, ['for 1 min 30 s']);
    const unknown = link({ state: 'lagUnknown', lagSeconds: null, lastKnownLag: { lagSeconds: 7, at: iso(120) } });
    assert.match(linkWords(unknown, clock()).aside[1] ?? '', /^last known 7 s at /);
    assert.equal(linkWords({ ...unknown, lastKnownLag: null }, clock()).aside.length, 1);
  });
  test('has no tone without an objective', () => {
    assert.equal(linkWords(link(), clock({ objectives: null })).tone, 'info');
  });
});
