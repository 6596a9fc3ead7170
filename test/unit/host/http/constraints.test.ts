import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConstraint } from '../../../../local/host/http/constraints.ts';

const cases: [constraint: string, fits: string[], fitsNot: string[]][] = [
  ['int', ['0', '-5', '2147483647'], ['', 'x', '1.5', '2147483648', '-2147483649']],
  ['long', ['9223372036854775807'], ['9223372036854775808', '1e3']],
  ['bool', ['true', 'FALSE'], ['1', 'yes']],
  ['alpha', ['abc', 'ABC', ''], ['a1', 'a-b', 'é']],
  [
    'guid',
    ['00000000-0000-0000-0000-00000000000a', '{CD2C1638-1638-72D5-1638-DEADBEEF1638}'],
    ['00000000', 'g0000000-0000-0000-0000-000000000000'],
  ],
  ['decimal', ['1', '-1.5', '.5'], ['1e3', 'x']],
  ['double', ['1', '-1.5e-3', '1E3'], ['x', '']],
  ['float', ['1.5'], ['1,5']],
  ['datetime', ['2026-01-01', '2026-01-01T10:00:00Z'], ['yesterday', '2026-13-01']],
  ['required', ['x'], ['']],
  ['minlength(2)', ['ab', 'abc'], ['a', '']],
  ['maxlength(2)', ['', 'ab'], ['abc']],
  ['maxlength(0)', [''], ['a']],
  ['length(2)', ['ab'], ['a', 'abc']],
  ['length(2,3)', ['ab', 'abc'], ['a', 'abcd']],
  ['length(2, 3)', ['ab'], ['a']],
  ['min(5)', ['5', '100'], ['4', 'x', '5.5']],
  ['max(5)', ['5', '-100'], ['6', 'x']],
  ['range(2,4)', ['2', '3', '4'], ['1', '5', 'x', '']],
  ['regex(^\\d{3}$)', ['123'], ['12', '1234', 'abc']],
  ['regex(^[a-z]+$)', ['ABC'], ['1']],
];
for (const [constraint, fits, fitsNot] of cases) {
  test(`${constraint} takes ${fits.join(' ') || 'nothing'} and refuses ${fitsNot.map((value) => `"${value}"`).join(' ')}`, () => {
    const holds = parseConstraint(constraint);
    for (const value of fits) assert.equal(holds(value), true, `"${value}"`);
    for (const value of fitsNot) assert.equal(holds(value), false, `"${value}"`);
  });
}

test('names of constraints are read without regard to case', () => {
  assert.equal(parseConstraint('MaxLength(1)')('ab'), false);
});

for (const constraint of [
  'number',
  'int(5)',
  'min',
  'min()',
  'min(x)',
  'range(1)',
  'length(1,2,3)',
  'regex',
  'regex()',
  '',
  'maxlength(1.5)',
]) {
  test(`"${constraint}" is no constraint`, () => {
    assert.throws(() => parseConstraint(constraint), /is not one that route templates have/);
  });
}

test('a regular expression that does not compile is refused', () => {
  assert.throws(() => parseConstraint('regex(()'), SyntaxError);
});
