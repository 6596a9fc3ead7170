import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deadLetterLine, LONGEST_BODY_BYTES } from '../../../../../shared/adapters/azure/blobs/deadLetterLine.ts';

const letter = (body: string, reason = 'expected an event, saw a number') => ({
  atMs: Date.UTC(2026, 10, 22, 12, 0, 0, 7),
  from: 'eventGrid',
  reason,
  body,
});
const read = (body: string, reason?: string) =>
  JSON.parse(deadLetterLine(letter(body, reason)).toString('utf8')) as Record<string, unknown>;

test('a letter is one line of JSON, whatever its body holds', () => {
  const text = deadLetterLine(letter('a\nb\r\n"c"\u2028')).toString('utf8');
  assert.deepEqual([text.split('\n').length, text.endsWith('\n')], [2, true]);
  assert.deepEqual(JSON.parse(text), {
    at: '2026-11-22T12:00:00.007Z',
    from: 'eventGrid',
    reason: 'expected an event, saw a number',
    body: 'a\nb\r\n"c"\u2028',
  });
});

test('a body of exactly 16 KB is whole, one byte more is cut and says how long it was', () => {
  const whole = 'x'.repeat(LONGEST_BODY_BYTES);
  assert.deepEqual([read(whole).body, read(whole).cutBytes], [whole, undefined]);
  assert.deepEqual([read(`${whole}y`).body, read(`${whole}y`).cutBytes], [whole, LONGEST_BODY_BYTES + 1]);
});

test('a cut never leaves half a letter', () => {
  for (const letters of ['ü', '€', '💡']) {
    for (let before = 0; before < 4; before += 1) {
      const body = `${'x'.repeat(before)}${letters.repeat(LONGEST_BODY_BYTES)}`;
      const cut = String(read(body).body);
      assert.ok(body.startsWith(cut) && !cut.includes('\ufffd'), letters);
      assert.ok(Buffer.byteLength(cut) > LONGEST_BODY_BYTES - 4);
    }
  }
});

test('no body and no reason makes the line long, or two lines', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 50_000, size: 'max' }),
      fc.string({ unit: 'binary' }),
      (body, reason) => {
        const line = deadLetterLine(letter(body, reason.repeat(100)));
        // JSON writes a control character as six.
        assert.ok(line.length < 6 * (LONGEST_BODY_BYTES + 1024) + 300);
        assert.equal(line.indexOf(0x0a), line.length - 1);
      },
    ),
    { numRuns: 50 },
  );
});
