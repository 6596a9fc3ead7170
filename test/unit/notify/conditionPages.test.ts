/** docs/conditions/: every message leads there, so every condition has its page, and every page its condition. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CONDITIONS, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { conditionPage } from '../../../shared/notify/conditionPage.ts';
import { configurationOf, OBJECTIVES, SCOPES, sound } from '../config/documents.ts';

const DOCS = new URL('../../../docs/', import.meta.url);
const FOLDER = new URL('conditions/', DOCS);
const ALL = [...CONDITIONS, ...OUTAGE_CONDITIONS];
const HEADINGS = ['What it means', 'Where it comes from', 'First steps', 'When it is told and when it ends'];

const fileOf = (condition: (typeof ALL)[number]) => conditionPage(condition) ?? assert.fail(`no page for ${condition}`);
const pageOf = (condition: (typeof ALL)[number]) => readFileSync(new URL(fileOf(condition), DOCS), 'utf8');

test('every condition has its page and every page its condition', () => {
  const pages = readdirSync(FOLDER).filter((file) => file !== 'README.md');
  assert.deepEqual(pages.map((file) => `conditions/${file}`).sort(), ALL.map(fileOf).sort());
});

for (const condition of ALL) {
  test(`the page of ${condition} says what it is, what it means, where it comes from and what to do first`, () => {
    const [title, lead] = pageOf(condition).split('\n\n');
    assert.equal(title, `# ${condition}`);
    assert.match(lead ?? '', /^[A-Z].*\.$/);
    const parts = pageOf(condition).split('\n## ').slice(1);
    assert.deepEqual(
      parts.map((part) => part.slice(0, part.indexOf('\n'))),
      HEADINGS,
    );
    for (const part of parts) assert.ok(part.length > 45, `a part of the page is empty: ${part}`);
  });
}

for (const condition of CONDITIONS) {
  test(`the page of ${condition} shows the defaults that hold`, () => {
    const shown = /```yaml\n(alerts:\n[^`]+)```/.exec(pageOf(condition))?.[1] ?? '';
    assert.match(
      shown,
      new RegExp(`^alerts:\n  ${condition}:\n    enabled: (true|false)\n    severity: \\w+\n    for: `),
    );
    assert.deepEqual(configurationOf(sound(shown)).alerts, configurationOf([SCOPES, OBJECTIVES].join('\n')).alerts);
  });
}

test('the overview leads to every page, in the words with which that page begins', () => {
  const overview = readFileSync(new URL('README.md', FOLDER), 'utf8');
  for (const condition of ALL) {
    const lead = pageOf(condition).split('\n\n')[1];
    assert.ok(
      overview.includes(`| [${condition}](${fileOf(condition).replace('conditions/', '')}) | ${lead} |`),
      condition,
    );
  }
});
