import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, USAGE, UsageError } from '../../../local/host/arguments.ts';

test('the app alone is enough', () => {
  assert.deepEqual(parseArguments(['--app', 'out']), {
    appFolder: 'out',
    port: 7071,
    namesFile: undefined,
    keysFile: undefined,
    timers: true,
    drainSeconds: 20,
  });
});

test('every option is read', () => {
  const given = [
    '--app',
    'out',
    '--port',
    '0',
    '--names',
    'n.json',
    '--keys',
    'k.json',
    '--no-timers',
    '--drain-seconds',
    '3',
  ];
  assert.deepEqual(parseArguments(given), {
    appFolder: 'out',
    port: 0,
    namesFile: 'n.json',
    keysFile: 'k.json',
    timers: false,
    drainSeconds: 3,
  });
});

test('help needs no app, and tells every option', () => {
  assert.equal(parseArguments(['--help']), 'help');
  for (const option of ['--app', '--port', '--names', '--keys', '--no-timers', '--drain-seconds'])
    assert.ok(USAGE.includes(option), option);
});

const faulty: [string[], RegExp][] = [
  [[], /--app DIR is missing/],
  [['--app', ''], /--app DIR is missing/],
  [['--app', 'x', '--port', '70000'], /--port must be a whole number from 0 to 65535, not "70000"/],
  [['--app', 'x', '--port', '-1'], /See --help/],
  [['--app', 'x', '--port', '7071.5'], /--port/],
  [['--app', 'x', '--unknown'], /See --help/],
  [['--app', 'x', 'stray'], /See --help/],
  [['--app', 'x', '--drain-seconds', 'long'], /--drain-seconds/],
];
for (const [given, message] of faulty) {
  test(`"${given.join(' ')}" is refused`, () => {
    assert.throws(
      () => parseArguments(given),
      (error: unknown) => error instanceof UsageError && message.test(error.message),
    );
  });
}
