import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, formatEntry, hostLog, reason } from '../../../local/host/log.ts';
import type { LogLevel } from '../../../local/host/worker/types.ts';

test('a line says level, function and message', () => {
  assert.equal(formatEntry({ level: 'warning', category: 'user', functionName: 'f', message: 'm' }), 'warning f: m');
  assert.equal(formatEntry({ level: 'error', category: 'system', message: 'm' }), 'error host: m');
  assert.equal(formatEntry({ level: 'information', category: 'user', message: 'm' }), 'information app: m');
});

test('further lines are indented', () => {
  assert.equal(
    formatEntry({ level: 'error', category: 'user', functionName: 'f', message: 'a\nb' }),
    'error f: a\n    b',
  );
});

test('entries below the minimum are dropped', () => {
  const logged = (minimum: LogLevel) => {
    const lines: string[] = [];
    const log = createLog(minimum, (line) => lines.push(line));
    for (const level of ['trace', 'debug', 'information', 'warning', 'error', 'critical'] as const) {
      log({ level, category: 'user', functionName: 'f', message: level });
    }
    return lines.length;
  };
  assert.deepEqual([logged('trace'), logged('information'), logged('critical'), logged('none')], [6, 4, 1, 0]);
});

test('what the library tells about an invocation is kept from warning up', () => {
  const lines: string[] = [];
  const log = createLog('debug', (line) => lines.push(line));
  log({ level: 'debug', category: 'system', functionName: 'f', message: 'chatter' });
  log({ level: 'warning', category: 'system', functionName: 'f', message: 'late log call' });
  hostLog(log, 'debug', 'of the host');
  assert.deepEqual(lines, ['warning f: late log call', 'debug host: of the host']);
});

test('an unknown level counts as information', () => {
  const lines: string[] = [];
  createLog('information', (line) => lines.push(line))({ level: 'odd' as LogLevel, category: 'user', message: 'm' });
  assert.equal(lines.length, 1);
});

test('a reason is the first line of an error', () => {
  assert.equal(reason(new Error('what\nRequestId:1')), 'what');
  assert.equal(reason('text'), 'text');
});
