import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { NetworkPath } from '../../../../../local/estate/sql/tds/networkPath.ts';

/** A socket that writes down what is done to it. */
class FakeSocket extends EventEmitter {
  readonly done: string[] = [];
  readonly written: string[] = [];
  setNoDelay(): void {}
  pause(): void {
    this.done.push('pause');
  }
  resume(): void {
    this.done.push('resume');
  }
  end(): void {
    this.done.push('end');
  }
  destroy(): void {
    this.done.push('destroy');
  }
  resetAndDestroy(): void {
    this.done.push('reset');
  }
  write(bytes: Buffer, written: () => void): void {
    this.written.push(bytes.toString());
    written();
  }
}

function newPath(delayMs: () => number = () => 0) {
  const socket = new FakeSocket();
  const arrived: string[] = [];
  let closed = 0;
  const path = new NetworkPath(socket as unknown as Socket, delayMs, {
    onBytes: (bytes) => arrived.push(bytes.toString()),
    onClosed: () => closed++,
  });
  const receive = (text: string) => socket.emit('data', Buffer.from(text));
  const write = (text: string) => new Promise<void>((resolve) => path.write(Buffer.from(text), () => resolve()));
  return { socket, path, arrived, receive, write, closings: () => closed };
}

async function eventually(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 2_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('expected the condition within two seconds');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('without delay bytes pass at once, both ways', async () => {
  const { socket, arrived, receive, write } = newPath();
  receive('in');
  await write('out');
  assert.deepEqual([arrived, socket.written], [['in'], ['out']]);
});

test('a delay holds what arrives for that long, and keeps its order', async () => {
  const { arrived, receive } = newPath(() => 30);
  const startMs = performance.now();
  receive('a');
  receive('b');
  assert.deepEqual(arrived, []);
  await eventually(() => arrived.length === 2);
  assert.ok(performance.now() - startMs >= 29);
  assert.deepEqual(arrived, ['a', 'b']);
});

test('when the delay shrinks, later bytes still wait for earlier ones', async () => {
  let delayMs = 40;
  const { arrived, receive } = newPath(() => delayMs);
  receive('slow');
  delayMs = 0;
  receive('fast');
  assert.deepEqual(arrived, []);
  await eventually(() => arrived.length === 2);
  assert.deepEqual(arrived, ['slow', 'fast']);
});

test('a frozen path passes nothing, and everything in order when it thaws', async () => {
  const { socket, path, arrived, receive, write } = newPath();
  path.freeze();
  receive('in');
  const first = write('one');
  const second = write('two');
  assert.deepEqual([arrived, socket.written, socket.done], [[], [], ['pause']]);
  path.thaw();
  await Promise.all([first, second]);
  await eventually(() => arrived.length === 1);
  assert.deepEqual([arrived, socket.written, socket.done], [['in'], ['one', 'two'], ['pause', 'resume']]);
});

test('freezing twice and thawing what is not frozen do nothing', () => {
  const { socket, path } = newPath();
  path.thaw();
  path.freeze();
  path.freeze();
  assert.deepEqual(socket.done, ['pause']);
});

test('bytes that were under way when it froze wait for the thaw', async () => {
  const { path, arrived, receive } = newPath(() => 10);
  receive('late');
  path.freeze();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(arrived, []);
  path.thaw();
  await eventually(() => arrived.length === 1);
});

test('a reset of a frozen path is heard when it thaws, a destroy at once', () => {
  const frozen = newPath();
  frozen.path.freeze();
  frozen.path.reset();
  assert.deepEqual([frozen.socket.done, frozen.path.closed], [['pause'], false]);
  frozen.path.thaw();
  assert.deepEqual([frozen.socket.done, frozen.path.closed], [['pause', 'reset', 'destroy'], true]);
  const destroyed = newPath();
  destroyed.path.freeze();
  destroyed.path.destroy();
  assert.equal(destroyed.path.closed, true);
});

test('it closes once, however often it is told to', () => {
  const { socket, path, closings } = newPath();
  path.reset();
  path.reset();
  socket.emit('error', new Error('ECONNRESET'));
  socket.emit('close');
  assert.equal(closings(), 1);
});

test('writers that wait are released when the connection dies', async () => {
  const { socket, path, write } = newPath();
  path.freeze();
  const waiting = write('never');
  socket.emit('close');
  await waiting;
  await write('too late');
  assert.deepEqual(socket.written, []);
});

test('bytes that were delayed when the connection died are forgotten', async () => {
  const { socket, arrived, receive } = newPath(() => 5);
  receive('lost');
  socket.emit('close');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(arrived, []);
});

test('an end lets what is written pass', () => {
  const { socket, path } = newPath();
  path.end();
  assert.deepEqual(socket.done, ['end']);
});

test('what the socket had in hand when it died is reported once: a TLS engine above would wait for it in a busy loop', () => {
  const { path, socket } = newPath();
  const reports: Array<() => void> = [];
  socket.write = (_bytes: Buffer, written: () => void) => void reports.push(written);
  let told = 0;
  path.write(Buffer.from('answer'), () => {
    told += 1;
  });
  assert.equal(told, 0);
  socket.emit('close');
  assert.equal(told, 1);
  for (const late of reports) late();
  assert.equal(told, 1, 'a late report of the socket is not told again');
});
