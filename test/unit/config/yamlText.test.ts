import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_DOCUMENT, readYaml } from '../../../shared/config/yamlText.ts';

function faults(text: string) {
  const reading = readYaml(text);
  assert.equal(reading.ok, false, 'expected faults');
  return reading.ok ? [] : reading.faults;
}

test('gives the plain value of a document', () => {
  assert.deepEqual(readYaml('a: { b: [1, two, true, null] }'), {
    ok: true,
    value: { a: { b: [1, 'two', true, null] } },
  });
});

test('reads JSON, which is YAML', () => {
  assert.deepEqual(readYaml('{"a":1}'), { ok: true, value: { a: 1 } });
});

test('an empty text is an empty value', () => {
  assert.deepEqual(readYaml(''), { ok: true, value: null });
  assert.deepEqual(readYaml('# only a comment\n'), { ok: true, value: null });
});

test('follows anchors', () => {
  assert.deepEqual(readYaml('a: &x { b: 1 }\nc: *x'), { ok: true, value: { a: { b: 1 }, c: { b: 1 } } });
});

test('names line and column of a syntax fault', () => {
  const [fault] = faults('name: shop\nscopes:\n  - name: a\n name: b\n');
  assert.match(fault?.path ?? '', /^line 4, column \d+$/);
});

test('names every syntax fault, not only the first', () => {
  assert.ok(faults('a: [1\nb: {').length >= 2);
});

test('a key that comes twice is a fault', () => {
  const [fault] = faults('a: 1\nb: 2\na: 3');
  assert.equal(fault?.path, 'line 3, column 1');
  assert.match(fault?.seen ?? '', /unique/);
});

test('an unknown tag is a fault, not a text', () => {
  assert.match(faults('url: !secret TEAMS')[0]?.path ?? '', /^line 1, column 6$/);
});

test('a second document is a fault', () => {
  assert.match(faults('a: 1\n---\nb: 2')[0]?.seen ?? '', /2 documents/);
});

test('a document beyond the limit is refused unread', () => {
  assert.match(faults(`a: ${'x'.repeat(LONGEST_DOCUMENT)}`)[0]?.seen ?? '', /257 KiB/);
});

test('aliases that multiply without end are refused', () => {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => [pair[0], pair[1]])) {
    levels.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(', ')}]`);
  }
  assert.match(faults(levels.join('\n'))[0]?.seen ?? '', /alias/);
});

test('an alias without its anchor is a fault', () => {
  assert.equal(faults('a: *nowhere').length, 1);
});

test('a syntax fault never repeats the text around it', () => {
  const secret = 'https://x.logic.azure.com/?sig=TOPSECRET';
  for (const text of [
    `a: "${secret}\nb: 1`,
    `a: [${secret}\nb: 2`,
    `- a: ${secret}\n  - ${secret}`,
    `? ${secret}\n: : [`,
    `"${secret}": 1 2`,
  ]) {
    const reading = readYaml(text);
    assert.doesNotMatch(JSON.stringify(reading.ok ? [] : reading.faults), /TOPSECRET/, text);
  }
});
