import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { parseListening, readAzuritePorts } from '../../../local/desk/azuriteOutput.ts';

const line = (service: string, port: number) =>
  `Azurite ${service} service is successfully listening at http://127.0.0.1:${port}\n`;

/** A process that says what the test makes it say. */
function fakeChild() {
  const child = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough() });
  return { child, asProcess: child as unknown as ChildProcess };
}

test('a listening line tells service and port, other lines tell nothing', () => {
  assert.deepEqual(parseListening(line('Blob', 10000).trim()), { service: 'blob', port: 10000 });
  assert.deepEqual(parseListening(line('Queue', 1).trim()), { service: 'queue', port: 1 });
  assert.deepEqual(parseListening(line('Table', 2).trim()), { service: 'table', port: 2 });
  assert.equal(parseListening('Azurite Blob service is starting at http://127.0.0.1:0'), undefined);
  assert.equal(parseListening(''), undefined);
});

test('the ports are known once all three services listen', async () => {
  const { child, asProcess } = fakeChild();
  const ports = readAzuritePorts(asProcess, 5_000);
  child.stdout.write(line('Table', 3) + line('Blob', 1));
  child.stdout.write(line('Queue', 2));
  assert.deepEqual(await ports, { blob: 1, queue: 2, table: 3 });
});

test('an end before that is an error with the last words', async () => {
  const { child, asProcess } = fakeChild();
  const ports = readAzuritePorts(asProcess, 5_000);
  child.stderr.write('Exit due to unhandled error: listen EADDRINUSE\n');
  setImmediate(() => child.emit('close', 1, null));
  await assert.rejects(ports, /ended before it served \(exit code 1\)\. Its last words: Exit due to .*EADDRINUSE/);
});

test('a signal and a program that cannot be started are told', async () => {
  const killed = fakeChild();
  const ports = readAzuritePorts(killed.asProcess, 5_000);
  killed.child.emit('close', null, 'SIGKILL');
  await assert.rejects(ports, /\(SIGKILL\)\. Its last words: \(none\)/);
  const missing = fakeChild();
  const others = readAzuritePorts(missing.asProcess, 5_000);
  missing.child.emit('error', new Error('spawn ENOENT'));
  await assert.rejects(others, /could not be started: spawn ENOENT/);
});

test('silence is an error after the timeout', async () => {
  const { child, asProcess } = fakeChild();
  child.stdout.write(line('Blob', 1));
  await assert.rejects(readAzuritePorts(asProcess, 20), /did not serve within 20 ms/);
});
