/** What the app serves of docs/conditions/: every page, whole, with links that lead somewhere, and nothing that its policy would forbid. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { repositoryRoot } from '../../../local/tools/bundle.ts';
import { renderConditionPages } from '../../../local/tools/conditionPages.ts';
import { CONDITIONS, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { conditionPage } from '../../../shared/notify/conditionPage.ts';

const pages = new Map(Object.entries(await renderConditionPages(repositoryRoot)));
const FOLDER = 'docs/conditions';

/** Renders a folder with one page and this paragraph on it. */
async function rendered(paragraph: string): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'geowarden-pages-'));
  try {
    await cp(path.join(repositoryRoot, 'dashboard'), path.join(root, 'dashboard'), { recursive: true });
    await mkdir(path.join(root, FOLDER), { recursive: true });
    await writeFile(path.join(root, FOLDER, 'README.md'), '# All\n\n[One](one.md)\n');
    await writeFile(path.join(root, FOLDER, 'one.md'), `# One\n\n${paragraph}\n`);
    return (await renderConditionPages(root)).one ?? assert.fail('no page');
  } finally {
    await rm(root, { recursive: true });
  }
}

test('every file is a page, and every condition leads to one', async () => {
  const files = await readdir(path.join(repositoryRoot, FOLDER));
  assert.equal(pages.size, files.length);
  for (const condition of [...CONDITIONS, ...OUTAGE_CONDITIONS]) {
    const name = conditionPage(condition)?.replace('conditions/', '').replace('.md', '') ?? '';
    assert.match(pages.get(name) ?? '', new RegExp(`<title>${condition} · Geowarden</title>[^]*<h1>${condition}</h1>`));
  }
});

test('every link within leads to a page that is there, back to all of them from each, and from there to each', () => {
  for (const [name, html] of pages) {
    const targets = [...html.matchAll(/href="([^"]*)"/g)]
      .map(([, href]) => href ?? '')
      .filter((href) => href !== 'data:,');
    const within = targets.filter((href) => !href.startsWith('https:'));
    for (const href of within) assert.ok(href.startsWith('./') && pages.has(href.slice(2)), `${name}: ${href}`);
    const expected = name === '' ? [...pages.keys()].filter((other) => other !== '') : [''];
    for (const other of expected) assert.ok(within.includes(`./${other}`), `${name} to '${other}'`);
  }
});

test('a page holds its own style and nothing else that the policy would have to allow', () => {
  for (const [name, html] of pages) {
    assert.equal(html.split('<style>').length, 2, name);
    assert.doesNotMatch(html, /<script|<img|<iframe|<form|\sstyle=|\son\w+=|<!--/, name);
  }
});

test('a link to the rest of the docs names the file, a link elsewhere tells nobody where it came from', async () => {
  assert.match(
    await rendered('See [the *reference*](../configuration.md).'),
    /See the <em>reference<\/em> \(<code>docs\/configuration\.md<\/code>\)\./,
  );
  assert.match(
    await rendered('[Azure](https://learn.example/)'),
    /<a href="https:\/\/learn\.example\/" rel="noreferrer">Azure<\/a>/,
  );
});

for (const href of [
  'two.md',
  'one',
  '../../shared/app.ts',
  'http://x.example/',
  'javascript:alert(1)',
  '#part',
  'one.md#part',
]) {
  test(`a link to ${href} leads nowhere: nothing is built`, async () => {
    await assert.rejects(
      rendered(`[x](${href})`),
      ({ message }: Error) =>
        message.startsWith('docs/conditions/one.md: expected a link to') && message.includes(`saw ${href}.`),
    );
  });
}
