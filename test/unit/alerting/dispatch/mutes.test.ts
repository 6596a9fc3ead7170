import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutesOf } from '../../../../shared/alerting/dispatch/mutes.ts';
import type { ActiveAlert, DispatchWorld, Muted, Silence } from '../../../../shared/alerting/dispatch/types.ts';
import { alertOf, began, HOUR, outage, silence, T0 } from './fixtures.ts';

const LAG = alertOf(began('LagHigh', 'shop', T0));
const DOWN = alertOf(outage('RegionOutage', 'we', T0));
const MADE = silence(T0, { match: { condition: ['LagHigh'] } });
const WINDOW = { name: 'patch night', match: {}, untilMs: T0 + 2 * HOUR };

function muted(
  alert: ActiveAlert,
  { others = [], ...world }: Partial<DispatchWorld> & { others?: ActiveAlert[] },
): Muted | undefined {
  const now = { nowMs: T0, silences: [], maintenance: [], ...world };
  return mutesOf([alert, ...others], now, ({ ended }) => ended === undefined)(alert);
}

test('nothing mutes what nothing matches', () => {
  assert.equal(muted(LAG, {}), undefined);
  assert.equal(muted(alertOf(began('Unprotected', 'shop', T0)), { others: [DOWN], silences: [MADE] }), undefined);
});

test('of several reasons the one that explains it is named: its cause, then a person, then maintenance', () => {
  const all = { others: [DOWN], silences: [MADE], maintenance: [WINDOW] };
  assert.deepEqual(muted(LAG, all), { because: 'inhibited', by: 'RegionOutage of we' });
  assert.deepEqual(muted(LAG, { ...all, others: [] }), { because: 'silenced', by: 'Åsa', untilMs: T0 + HOUR });
  assert.deepEqual(muted(LAG, { maintenance: [WINDOW] }), {
    because: 'maintenance',
    by: 'patch night',
    untilMs: T0 + 2 * HOUR,
  });
});

test('a silence holds from the moment it starts to before the moment it ends', () => {
  const at = (nowMs: number) => muted(LAG, { nowMs, silences: [MADE] })?.because;
  assert.deepEqual([T0 - 1, T0, T0 + HOUR - 1, T0 + HOUR].map(at), [undefined, 'silenced', 'silenced', undefined]);
});

test('of two silences the first that holds and matches is named', () => {
  const others: Silence[] = [
    silence(T0 - 2 * HOUR, { author: 'Ada' }),
    silence(T0, { author: 'Bo', match: { server: ['uk'] } }),
    silence(T0, { author: 'Cy', match: { server: ['w?'] } }),
  ];
  assert.equal(muted(LAG, { silences: [...others, MADE] })?.by, 'Cy');
});
