import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings, readSettingsFile } from '../../../doctor/settingsFile.ts';

test('the Values of the file, and nothing else of it', () => {
  const text = JSON.stringify({ IsEncrypted: false, Values: { A: '1', B: '' }, Host: { CORS: '*' } });
  assert.deepEqual(parseSettings(text), { ok: true, values: { A: '1', B: '' } });
  assert.deepEqual(parseSettings('{}'), { ok: true, values: {} });
});

const BAD: Array<[string, RegExp]> = [
  ['', /no JSON object/],
  ['scopes: x', /no JSON object/],
  ['[]', /no JSON object/],
  ['7', /no JSON object/],
  ['null', /no JSON object/],
  ['{"IsEncrypted":true}', /func settings decrypt/],
  ['{"Values":null}', /Values that are no object/],
  ['{"Values":["TOPSECRET"]}', /Values that are no object/],
  ['{"Values":{"KEY":7}}', /KEY/],
  ['{"Values":{"KEY":{"x":"TOPSECRET"}}}', /KEY/],
];
for (const [text, seen] of BAD) {
  test(`«${text}» is told without a value of it`, () => {
    const read = parseSettings(text);
    assert.ok(!read.ok);
    assert.match(read.seen, seen);
    assert.ok(!read.seen.includes('TOPSECRET'));
  });
}

test('a file that is not there is told apart from one that cannot be read', () => {
  assert.deepEqual(readSettingsFile('/nowhere/at/all.json'), {
    ok: false,
    seen: 'no file that can be read (ENOENT)',
    missing: true,
  });
  const folder = readSettingsFile('/');
  assert.ok(!folder.ok && !folder.missing);
});
