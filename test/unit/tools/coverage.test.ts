import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CONDITION_SCENARIOS } from '../../../local/play/conditionScenarios.ts';
import { breachesOfCoverage } from '../../../local/tools/house/coverage.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const page = await readFile(path.join(root, 'docs/coverage.md'), 'utf8');
const head = '| it says | answer | test |\n|---|---|---|\n';
const faults = (row: string) => breachesOfCoverage('docs/coverage.md', head + row).map(({ message }) => message);

test('a line that names what carries it and what shows it is fine', () => {
  assert.deepEqual(faults('| a | `shared/a.ts` | `test/unit/a.test.ts` |'), []);
  assert.deepEqual(faults('| a | `doctor/a.ts`, `b.ts` | `local/scenarios/a.yaml` |'), []);
});

test('what is not there says what it will belong to, or why it never will be', () => {
  assert.deepEqual(faults('| a | *not begun*: readiness | |'), []);
  assert.deepEqual(faults('| a | *outside*: it is its owner’s | |'), []);
  assert.deepEqual(faults('| a | *not begun* | |'), [
    'a: expected a file that carries it, or *not begun*: or *outside*: with why',
  ]);
});

test('a line without a file, or with a file and no test, is told with its line', () => {
  assert.deepEqual(faults('| a | of course | `test/unit/a.test.ts` |'), [
    'a: expected a file that carries it, or *not begun*: or *outside*: with why',
  ]);
  assert.deepEqual(breachesOfCoverage('docs/coverage.md', `${head}| a | \`shared/a.ts\` | |`), [
    { file: 'docs/coverage.md', line: 3, rule: 'coverage', message: 'a: expected a test or a scenario that shows it' },
  ]);
  assert.deepEqual(faults('| a | half *not begun*: x, half `shared/a.ts` | |'), [
    'a: expected a test or a scenario that shows it',
  ]);
});

test('a line of two or four columns is no line', () => {
  assert.deepEqual(faults('| a | `shared/a.ts` |'), ['a: expected three columns']);
  assert.deepEqual(faults('| a | `shared/a.ts` | `test/a.ts` | b |'), ['a: expected three columns']);
});

test('the page itself has lines enough to be worth a rule', () => {
  assert.deepEqual(breachesOfCoverage('docs/coverage.md', page), []);
  assert.ok(page.split('\n').filter((line) => line.startsWith('| ')).length > 60);
});

/** Every view and procedure that the document's tables and its text name. */
const VIEWS = [
  'sys.geo_replication_links',
  'sys.dm_geo_replication_link_status',
  'sys.dm_operation_status',
  'sys.sp_wait_for_database_copy_sync',
  'sys.resource_stats',
  'sys.dm_db_resource_stats',
  'sys.dm_exec_requests',
  'sys.dm_os_wait_stats',
];

for (const view of VIEWS) {
  test(`${view} is read by the file that the page names, and the tests that it names know of it`, async () => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${view}\``)) ?? '';
    const [, , file = '', shown = ''] = row.split('|');
    const source = await readFile(path.join(root, file.trim().replaceAll('`', '')), 'utf8');
    assert.ok(source.includes(view), `${file} does not name ${view}`);
    for (const [, name = ''] of shown.matchAll(/`([^`]+)`/g)) assert.ok(globSync(name, { cwd: root }).length > 0, name);
    assert.match(shown, /`test\//);
  });
}

test('every scenario of the conditions that the document asks for is on the page', () => {
  const asked = ['lag-unknown', 'commit-gap-high', 'primary-throttled', 'secondary-undersized', 'idle-then-one-commit'];
  for (const name of [...asked, 'short-null', 'planned-scale-up']) {
    assert.ok(CONDITION_SCENARIOS.includes(name));
    assert.match(page, new RegExp(`[{/,]${name}[.,}]`), name);
  }
});
