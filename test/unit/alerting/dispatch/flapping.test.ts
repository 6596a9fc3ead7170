import assert from 'node:assert/strict';
import { test } from 'node:test';
import { began, ended, HOUR, Look, MINUTE, SECOND, T0 } from './fixtures.ts';

test('flapping is told as flapping, once, and closed when it has been calm', () => {
  const look = new Look();
  for (let n = 0; n < 6; n += 1) {
    const spell = began('LagHigh', 'a', T0 + n * 2 * MINUTE);
    look.at(spell.atMs, spell);
    look.at(spell.atMs + 40 * SECOND);
    look.at(spell.atMs + 80 * SECOND, ended(spell, spell.atMs + 80 * SECOND));
  }
  look.until(T0 + 10 * HOUR);
  const all = look.sent.map(({ notice }) => notice.reason);
  assert.deepEqual(all, ['first', 'resolved', 'first', 'resolved', 'first', 'resolved', 'first', 'resolved']);
  assert.match(look.sent[6]?.notice.sentence ?? '', /came and went 4 times/);
  const last = look.sent.at(-1)?.notice;
  assert.equal(last?.atMs, T0 + 10 * MINUTE + 80 * SECOND + 15 * MINUTE);
});
