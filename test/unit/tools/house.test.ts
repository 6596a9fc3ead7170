import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breachesOf } from '../../../local/tools/house/rules.ts';

const rulesIn = (file: string, text: string) => breachesOf(file, text).map((breach) => breach.rule);
// The forbidden words are put together here so that this file does not break the rules it tests.
const focused = `te${'st'}.only`;

for (const impure of [
  'Date.now()',
  'new Date()',
  'Math.random()',
  'performance.now()',
  'crypto.randomUUID()',
  'setTimeout(() => {}, 1)',
  'setInterval(() => {}, 1)',
  'process.env',
]) {
  test(`${impure} is refused in a room and in a function`, () => {
    assert.deepEqual(rulesIn('shared/replication/x.ts', `export const x = ${impure};`), ['pure']);
    assert.deepEqual(rulesIn('functions/x.ts', `export const x = ${impure};`), ['pure']);
  });

  test(`${impure} is allowed where the architecture names it`, () => {
    for (const file of ['shared/adapters/azure/x.ts', 'shared/config/x.ts', 'shared/app.ts', 'local/x.ts']) {
      assert.deepEqual(rulesIn(file, `export const x = ${impure};`), []);
    }
  });
}

test('new Date(value) is pure', () => {
  assert.deepEqual(rulesIn('shared/views/x.ts', 'export const x = new Date(5).toISOString();'), []);
});

test('a breach names its line', () => {
  assert.equal(breachesOf('shared/views/x.ts', '\n\nexport const x = Date.now();\n')[0]?.line, 3);
});

test('words in comments and strings are not code', () => {
  assert.deepEqual(rulesIn('shared/views/x.ts', "// Date.now()\nexport const x = 'Math.random()';"), []);
});

test('the product does not know where it runs', () => {
  assert.deepEqual(rulesIn('shared/adapters/azure/x.ts', "export const x = 'http://localhost:7071';"), ['ignorance']);
  assert.deepEqual(rulesIn('functions/x.ts', "export const x = 'contoso-we';"), ['ignorance']);
  assert.deepEqual(rulesIn('local/x.ts', "export const x = 'contoso-we';"), []);
});

test('a package is not imported dynamically by its own name', () => {
  assert.deepEqual(rulesIn('shared/adapters/x.ts', "export const load = () => import('nodemailer');"), [
    'dynamic-import',
  ]);
  assert.deepEqual(rulesIn('shared/adapters/x.ts', "export const load = () => import('./sdk.ts');"), []);
});

test('focused, skipped and planned tests are refused', () => {
  assert.deepEqual(rulesIn('test/unit/x.test.ts', `${focused}('x', () => { assert.ok(true); });`), ['honest-tests']);
  assert.deepEqual(rulesIn('test/unit/x.test.ts', "test('x', { skip: true }, () => { assert.ok(true); });"), [
    'honest-tests',
  ]);
  assert.deepEqual(rulesIn('test/unit/x.test.ts', "test('x', { todo: 'later' }, () => { assert.ok(true); });"), [
    'honest-tests',
  ]);
});

test('a test without an assertion is refused', () => {
  assert.deepEqual(rulesIn('test/unit/x.test.ts', "test('x', () => { run(); });"), ['honest-tests']);
  assert.deepEqual(rulesIn('test/unit/x.test.ts', "test('x', () => { assert.equal(run(), 1); });"), []);
});

test('a file that holds too much is refused', () => {
  assert.deepEqual(rulesIn('shared/views/x.ts', `${'// line\n'.repeat(301)}`), ['file-length']);
  assert.deepEqual(rulesIn('shared/views/x.ts', `${'// line\n'.repeat(250)}`), []);
});
