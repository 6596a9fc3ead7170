/** What counts as worse: measured against what the channel saw last, in whichever message that stood. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becameWorse, began, ended, HOUR, Look, MINUTE, reasons, SECOND, silence, T0 } from './fixtures.ts';

const WAIT = 30 * SECOND;
const critical = began('LagHigh', 'a', T0, { severity: 'critical' });
/** It ends and begins anew as an error before its end is told. */
const lesser = began('LagHigh', 'a', T0 + 40 * SECOND);
const OTHER_TOLD = T0 + WAIT + 5 * MINUTE;

/** Told as critical; then a message about another alert lists it as an error. */
function listedAsLesser(): Look {
  const look = new Look();
  look.at(T0, critical);
  assert.deepEqual(reasons(look.at(T0 + WAIT)), ['first']);
  look.at(T0 + 40 * SECOND, ended(critical, T0 + 35 * SECOND), lesser);
  look.at(T0 + 50 * SECOND, began('LagHigh', 'b', T0 + 50 * SECOND, { severity: 'warning' }));
  const [more] = look.at(OTHER_TOLD);
  assert.deepEqual(
    more?.group?.alerts.map(({ is, severity }) => [is, severity]),
    [
      ['firing', 'error'],
      ['new', 'warning'],
    ],
  );
  return look;
}

test('an alert that was listed with a lesser severity and rises again is worse, although it had been told as critical', () => {
  const look = listedAsLesser();
  const [worse] = look.at(OTHER_TOLD + MINUTE, becameWorse(lesser, OTHER_TOLD + MINUTE));
  assert.deepEqual([worse?.reason, worse?.severity], ['worse', 'critical']);
  assert.deepEqual(reasons(look.at(OTHER_TOLD + 2 * MINUTE)), [], 'it is told once');
});

test('what fell and rose again while no message went out is not worse: the channel never saw it lesser', () => {
  const look = new Look();
  look.at(T0, critical);
  look.at(T0 + WAIT);
  look.at(T0 + 40 * SECOND, ended(critical, T0 + 35 * SECOND), lesser);
  assert.deepEqual(look.at(T0 + 2 * MINUTE, becameWorse(lesser, T0 + 2 * MINUTE)), []);
  assert.deepEqual(look.at(T0 + HOUR), []);
});

test('what became worse in silence and was listed is told when the silence ends: listed is not told', () => {
  const look = new Look();
  const first = began('LagHigh', 'a', T0);
  look.at(T0, first);
  look.at(T0 + WAIT);
  look.silences = [silence(T0, { endsAtMs: T0 + HOUR, match: { database: ['we/a'] } })];
  look.at(T0 + MINUTE, becameWorse(first, T0 + MINUTE), began('LagHigh', 'b', T0 + MINUTE));
  const [more] = look.at(OTHER_TOLD);
  assert.deepEqual(more?.group?.alerts[0]?.severity, 'critical');
  look.silences = [];
  const [worse] = look.at(OTHER_TOLD + MINUTE);
  assert.deepEqual([worse?.reason, worse?.group?.alerts[0]?.is], ['worse', 'worse']);
});

test('an alert that is told to come and go with a lesser severity and rises again is worse', () => {
  const look = new Look({ timing: { flapping: { times: 3, withinMs: 30 * MINUTE, calmMs: 15 * MINUTE } } });
  look.at(T0, critical);
  look.at(T0 + WAIT);
  const second = began('LagHigh', 'a', T0 + 40 * SECOND);
  const third = began('LagHigh', 'a', T0 + 50 * SECOND);
  look.at(third.atMs, ended(critical, T0 + 35 * SECOND), second, ended(second, T0 + 45 * SECOND), third);
  const [flapping] = look.at(T0 + 2 * WAIT);
  assert.deepEqual([flapping?.reason, flapping?.severity], ['flapping', 'error']);
  const [worse] = look.at(T0 + 3 * WAIT, becameWorse(third, T0 + 3 * WAIT));
  assert.deepEqual([worse?.reason, worse?.severity], ['worse', 'critical']);
});
