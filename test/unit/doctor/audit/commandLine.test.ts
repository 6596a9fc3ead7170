import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUDIT_USAGE, readAuditCommand } from '../../../../doctor/audit/commandLine.ts';

const HASH = 'ab'.repeat(32);

test('without arguments: the settings of the present folder, no anchor, no JSON', () => {
  const options = { settings: undefined, config: undefined, anchor: undefined, json: false };
  assert.deepEqual(readAuditCommand([]), { do: 'verify', options });
});

test('every option arrives', () => {
  assert.deepEqual(
    readAuditCommand(['--settings', 's.json', '--config', 'c.yaml', '--anchor', `41:${HASH.toUpperCase()}`, '--json']),
    {
      do: 'verify',
      options: { settings: 's.json', config: 'c.yaml', anchor: { sequence: 41, hash: HASH }, json: true },
    },
  );
});

for (const anchor of [
  '',
  '41',
  `:${HASH}`,
  `-1:${HASH}`,
  `1.5:${HASH}`,
  `41:${HASH}0`,
  '41:xyz',
  `${'9'.repeat(16)}:${HASH}`,
]) {
  test(`the anchor '${anchor.slice(0, 12)}' is refused with the form it should have`, () => {
    const command = readAuditCommand([`--anchor=${anchor}`]);
    assert.match(command.do === 'refuse' ? command.because : '', /expected SEQUENCE:HASH/);
  });
}

test('what is unknown is refused', () => {
  for (const args of [['--jason'], ['extra'], ['--anchor']]) assert.equal(readAuditCommand(args).do, 'refuse');
});

test('--help goes before everything, and names every option', () => {
  assert.deepEqual(readAuditCommand(['--help', '--anchor', 'x']), { do: 'help' });
  for (const option of ['settings', 'config', 'anchor', 'json', 'help'])
    assert.match(AUDIT_USAGE, new RegExp(`--${option}\\b`));
});
