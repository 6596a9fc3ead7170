import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failed, notTried, passed, warned } from '../../../../doctor/judge/checks.ts';
import { makeReport, renderCheck, renderJson, renderVerdict } from '../../../../doctor/report/render.ts';

const CHECKS = [
  passed('node', 'Node.js 24', 'v24'),
  warned('fate', 'a third region', 'unknown', 'Say it.'),
  failed('sql a/b', 'a login', 'error 1', 'Do this.'),
  notTried('rights a/b', 'a login', 'nobody could log in', 'First that.'),
];

test('only a failure makes it unfit', () => {
  assert.equal(makeReport(CHECKS).fit, false);
  assert.equal(makeReport(CHECKS.filter(({ result }) => result !== 'failed')).fit, true);
  assert.equal(makeReport([]).fit, true);
});

test('what is well is one line; anything else says expected, seen and do', () => {
  assert.deepEqual(CHECKS.map(renderCheck), [
    'ok         node: v24',
    'warning    fate\n           expected  a third region\n           seen      unknown\n           do        Say it.',
    'failed     sql a/b\n           expected  a login\n           seen      error 1\n           do        Do this.',
    'not tried  rights a/b\n           expected  a login\n           seen      nobody could log in\n           do        First that.',
  ]);
});

test('text from elsewhere draws no lines and moves no cursor', () => {
  const line = renderCheck(passed('x', 'y', 'one\r\ntwo\u001b[2Jthree\u2028four'));
  assert.equal(line, 'ok         x: one two [2Jthree four');
});

test('the verdict counts', () => {
  assert.equal(renderVerdict(makeReport(CHECKS)), 'Not fit to run Geowarden: 1 ok, 1 warning, 1 failed, 1 not tried.');
  assert.match(renderVerdict(makeReport([])), /^Fit to run/);
});

test('JSON is one line with exactly the promised parts', () => {
  const text = renderJson(makeReport([{ ...failed('a', 'b', 'c\nd', 'e'), more: 1 } as never]));
  assert.ok(!text.includes('\n'));
  assert.deepEqual(JSON.parse(text), {
    fit: false,
    checks: [{ name: 'a', result: 'failed', expected: 'b', seen: 'c\nd', advice: 'e' }],
  });
});
