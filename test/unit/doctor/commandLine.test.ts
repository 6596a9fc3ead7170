import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine, USAGE } from '../../../doctor/commandLine.ts';

test('without arguments: twenty primaries, nothing sent, no JSON', () => {
  const command = readCommandLine([]);
  assert.ok(command.do === 'examine');
  const { most, sendTest, json, settings, config, region, storageRegion, identityName } = command.options;
  assert.deepEqual([most, sendTest, json], [20, false, false]);
  assert.deepEqual([settings, config, region, storageRegion, identityName], Array(5).fill(undefined));
});

test('every option arrives', () => {
  const command = readCommandLine(
    '--settings s.json --config c.yaml --most 3 --send-test --region a --storage-region b --identity me --json'.split(
      ' ',
    ),
  );
  assert.deepEqual(command, {
    do: 'examine',
    options: {
      settings: 's.json',
      config: 'c.yaml',
      most: 3,
      sendTest: true,
      json: true,
      region: 'a',
      storageRegion: 'b',
      identityName: 'me',
    },
  });
});

for (const args of [
  ['--most', '0'],
  ['--most', '-1'],
  ['--most', '2.5'],
  ['--most', 'all'],
  ['--most', 'NaN'],
  ['--sendtest'],
  ['extra'],
  ['--config'],
]) {
  test(`${args.join(' ')} is refused`, () => {
    const command = readCommandLine(args);
    assert.ok(command.do === 'refuse');
    assert.match(command.because, new RegExp(args[0]?.replace(/^--/, '') ?? ''));
  });
}

test('--help goes before everything, and names every option', () => {
  assert.deepEqual(readCommandLine(['--help', '--json']), { do: 'help' });
  for (const option of [
    'settings',
    'config',
    'most',
    'send-test',
    'region',
    'storage-region',
    'identity',
    'json',
    'help',
  ]) {
    assert.match(USAGE, new RegExp(`--${option}\\b`));
  }
});
