import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathText, valueAt } from '../../../shared/config/path.ts';

test('writes a path as people write it', () => {
  assert.equal(pathText(['channels', 1, 'port']), 'channels[1].port');
  assert.equal(pathText(['scopes', 0, 'tags', 'environment']), 'scopes[0].tags.environment');
  assert.equal(pathText([0]), '[0]');
  assert.equal(pathText([]), '(document)');
});

test('hides a key that looks like a secret', () => {
  assert.equal(pathText(['channels', 0, 'https://x/?sig=abc']), 'channels[0].(a key not shown)');
});

test('finds a value and gives up where there is none', () => {
  const document = { channels: [{ port: 587 }], name: 'x', nothing: null };
  assert.equal(valueAt(document, ['channels', 0, 'port']), 587);
  assert.equal(valueAt(document, []), document);
  assert.equal(valueAt(document, ['channels', 1, 'port']), undefined);
  assert.equal(valueAt(document, ['name', 'length']), undefined);
  assert.equal(valueAt(document, ['nothing', 'more']), undefined);
  assert.equal(valueAt(undefined, ['a']), undefined);
});

test('does not look into prototypes', () => {
  assert.equal(valueAt({}, ['constructor']), undefined);
  assert.equal(valueAt({}, ['__proto__', 'polluted']), undefined);
});
