import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleTimeoutMs } from '../../../shared/replication/sampleTimeout.ts';

describe('one question to a database', () => {
  test('may take as long as is configured where the interval is long enough', () => {
    assert.equal(sampleTimeoutMs({ everyMs: 30_000, timeoutMs: 10_000 }), 10_000);
    assert.equal(sampleTimeoutMs({ everyMs: 60_000, timeoutMs: 20_000 }), 20_000);
  });

  test('is cut short where one that hangs would reach into the next sweep', () => {
    assert.equal(sampleTimeoutMs({ everyMs: 10_000, timeoutMs: 10_000 }), 4_000);
    assert.equal(sampleTimeoutMs({ everyMs: 5_000, timeoutMs: 5_000 }), 2_000);
  });

  test('keeps two seconds, or what is configured below that, however short the interval is', () => {
    assert.equal(sampleTimeoutMs({ everyMs: 1_000, timeoutMs: 2_000 }), 2_000);
    assert.equal(sampleTimeoutMs({ everyMs: 1_000, timeoutMs: 500 }), 500);
  });

  test('and the login that follows it end before the next sweep begins, with time to store what was learned', () => {
    const intervals = fc.integer({ min: 5_000, max: 3_600_000 });
    fc.assert(
      fc.property(intervals, fc.integer({ min: 1, max: 3_600_000 }), (everyMs, timeoutMs) => {
        const one = sampleTimeoutMs({ everyMs, timeoutMs });
        assert.ok(one <= timeoutMs && 2 * one <= 0.8 * everyMs, `${one}`);
      }),
    );
  });
});
