import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionPageReply } from '../../../shared/views/conditionPage.ts';

const hashes = { style: 'sha256-s' };
const PAGES = new Map([
  ['', { html: '<a href="./lag-high">LagHigh</a> <a href="https://x.example/">x</a>', hashes }],
  ['lag-high', { html: '<a href="./">All alerts</a> <a href="./lag-unknown">LagUnknown</a>', hashes }],
]);
const ask = (name: string, endsInSlash = false) => conditionPageReply(PAGES, name, { endsInSlash });

/** Where a browser goes from the links of what it was shown at `address`. */
function leadsTo(address: string): string[] {
  const { pathname } = new URL(address);
  const name = /\/conditions\/([^/]+)/.exec(pathname)?.[1] ?? '';
  return [...ask(name, pathname.endsWith('/')).body.matchAll(/href="([^"]*)"/g)].map(([, href]) =>
    String(new URL(href ?? '', address)),
  );
}

for (const base of ['https://app.example', 'https://proxy.example/guard/sql']) {
  for (const slash of ['', '/']) {
    test(`links lead to the other pages from ${base}/conditions${slash}`, () => {
      assert.deepEqual(leadsTo(`${base}/conditions${slash}`), [`${base}/conditions/lag-high`, 'https://x.example/']);
      assert.deepEqual(leadsTo(`${base}/conditions/lag-high${slash}`), [
        `${base}/conditions/`,
        `${base}/conditions/lag-unknown`,
      ]);
    });
  }
}

test('a page runs no script, asks nobody, is shown in no frame and kept nowhere', () => {
  const { status, headers } = ask('lag-high');
  assert.equal(status, 200);
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; style-src 'sha256-s'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

for (const name of ['nothing', 'LagHigh', 'lag-high.md', '../page', '__proto__', 'constructor', '<script>']) {
  test(`no page has the name ${name}: 404 with problem details that do not repeat it`, () => {
    const { status, headers, body } = ask(name);
    assert.equal(status, 404);
    assert.match(headers['content-type'] ?? '', /^application\/problem\+json/);
    assert.match(body, /No such condition.*GET \/conditions lists them all/);
    assert.equal(body.includes(`"${name}"`) || body.includes('<script>'), false);
  });
}
