import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyFields, LONGEST_NAME } from '../../../shared/app/bodyFields.ts';

const faultsOf = (fields: BodyFields) => fields.faults.map(({ field, sentence }) => `${field}: ${sentence}`);

test('a text is trimmed, on one line, and without control characters', () => {
  const fields = new BodyFields({ by: '  Ada\u0007\n Lovelace ', comment: ' one\r\ntwo\u0000 ' });
  assert.equal(fields.name(undefined), 'Ada Lovelace');
  assert.equal(fields.comment(), 'one\ntwo');
  assert.deepEqual(fields.faults, []);
});

test('half a character is made whole, so that what is stored can be written down', () => {
  const fields = new BodyFields({ comment: 'a\ud83d' });
  assert.equal(fields.comment(), 'a\ufffd');
});

test('what is too long is refused with both numbers, and never echoed', () => {
  const secret = 's'.repeat(LONGEST_NAME + 1);
  const fields = new BodyFields({ by: secret, comment: 'c'.repeat(2_001) });
  assert.equal(fields.name(undefined), '');
  assert.equal(fields.comment(), '');
  const told = faultsOf(fields).join(' ');
  assert.match(told, /at most 200 characters, saw 201/);
  assert.match(told, /at most 2000 characters, saw 2001/);
  assert.ok(!told.includes('sss'));
});

test('what is no text is refused by its kind', () => {
  for (const [given, seen] of [
    [undefined, 'nothing'],
    [null, 'null'],
    [7, 'a number'],
    [['x'], 'a list'],
    ['  ', 'an empty text'],
  ] as const) {
    const fields = new BodyFields(given === undefined ? {} : { by: given });
    fields.name(undefined);
    assert.deepEqual(faultsOf(fields), [`by: Expected a text, saw ${seen}.`]);
  }
});

test('whoever signed in needs no name in the body, and one there is not a fault', () => {
  const fields = new BodyFields({ by: 'Mallory' });
  assert.equal(fields.name(' ada@example.net '), 'ada@example.net');
  fields.refuseOthers();
  assert.deepEqual(fields.faults, []);
});

test('an empty principal is nobody', () => {
  const fields = new BodyFields({ by: 'Ada' });
  assert.equal(fields.name(''), 'Ada');
});

test('what is inherited is not what was sent', () => {
  const fields = new BodyFields(JSON.parse('{"__proto__": {"by": "Ada"}}') as Record<string, unknown>);
  assert.equal(fields.name(undefined), '');
  fields.choice('constructor', ['x']);
  fields.refuseOthers();
  assert.deepEqual(
    fields.faults.map(({ field }) => field),
    ['by', 'constructor', '__proto__'],
  );
});

test('seconds are a number from 0 to the most, as milliseconds', () => {
  const read = (value: unknown) => {
    const fields = new BodyFields({ s: value });
    return [fields.seconds('s', 100), fields.faults.length];
  };
  assert.deepEqual(read(0), [0, 0]);
  assert.deepEqual(read(1.5), [1_500, 0]);
  assert.deepEqual(read(100), [100_000, 0]);
  for (const wrong of [-0.001, 100.1, Number.NaN, Number.POSITIVE_INFINITY, '5', null, []]) {
    assert.deepEqual(read(wrong), [undefined, 1], String(wrong));
  }
  assert.equal(new BodyFields({}).seconds('s', 1), undefined);
});

test('without a fault there is no problem; with some they are all in it', () => {
  assert.equal(new BodyFields({ a: 'x' }).problem(), undefined);
  const fields = new BodyFields({ a: 'y', b: 1 });
  fields.choice('a', ['x', 'z']);
  fields.refuseOthers();
  const problem = fields.problem();
  assert.equal(problem?.status, 400);
  const body = JSON.parse(problem?.body ?? '') as { detail: string; faults: unknown[]; status: number };
  assert.equal(body.status, 400);
  assert.equal(body.detail, "a: Expected 'x' or 'z', saw another text. b: Expected only a.");
  assert.equal(body.faults.length, 2);
});
