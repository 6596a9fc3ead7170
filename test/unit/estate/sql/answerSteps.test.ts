import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerSteps } from '../../../../local/estate/sql/answerSteps.ts';
import type { SqlStep } from '../../../../local/estate/sql/types.ts';
import { captureResponse } from './support/capture.ts';

interface Setting {
  inProcedure?: boolean;
  now?: () => number;
  controller?: AbortController;
}

async function answer(steps: Iterable<SqlStep>, { inProcedure = false, now = () => 0, controller }: Setting = {}) {
  const captured = captureResponse();
  const signal = (controller ?? new AbortController()).signal;
  const answered = await answerSteps(steps, {
    response: captured.response,
    signal,
    server: 'we',
    inProcedure,
    clock: { now },
  });
  return { answered, hex: await captured.finish(), sent: captured.sent() };
}

const ints = (...values: (number | null)[]): SqlStep => ({
  kind: 'resultSet',
  columns: [{ name: 'a', type: 'int', nullable: true }],
  rows: values.map((value) => [value]),
});

test('a result set is metadata, rows and a DONE with their number', async () => {
  const { hex, answered } = await answer([ints(1, null)]);
  assert.deepEqual(answered, { interrupted: false, errorNumber: null });
  assert.equal(hex, '8101000000000009002604016100' + 'd10401000000' + 'd201' + 'fd1000c1000200000000000000');
});

test('a result set without rows still has metadata and a count of zero', async () => {
  const { hex } = await answer([ints()]);
  assert.equal(hex, '8101000000000009002604016100' + 'fd1000c1000000000000000000');
});

test('no steps at all are a DONE', async () => {
  assert.equal((await answer([])).hex, 'fd0000c1000000000000000000');
});

test('the number of the last error is told', async () => {
  const error = (number: number): SqlStep => ({ kind: 'error', number, severity: 16, state: 1, message: 'x' });
  const { answered } = await answer([error(208), ints(1), error(8134), ints(2)]);
  assert.deepEqual(answered, { interrupted: false, errorNumber: 8134 });
});

test('a wait polls until it is ready', async () => {
  let polls = 0;
  const until = () => (++polls < 4 ? ('waiting' as const) : ('ready' as const));
  const { hex } = await answer([{ kind: 'wait', until, pollMs: 1 }, { kind: 'done' }]);
  assert.equal(polls, 4);
  assert.equal(hex, 'fd0000c1000000000000000000');
});

test('a wait ends at its limit, by the clock it is given', async () => {
  let nowMs = 0;
  let polls = 0;
  const until = () => {
    polls++;
    nowMs += 400;
    return 'waiting' as const;
  };
  await answer([{ kind: 'wait', until, pollMs: 1, timeoutMs: 1_000 }], { now: () => nowMs });
  assert.equal(polls, 3);
});

test('a step after a wait is made only when the wait is over', async () => {
  const order: string[] = [];
  function* steps(): Generator<SqlStep> {
    yield { kind: 'wait', until: () => (order.push('poll') < 2 ? 'waiting' : 'ready'), pollMs: 1 };
    order.push('after');
    yield { kind: 'done' };
  }
  await answer(steps());
  assert.deepEqual(order, ['poll', 'poll', 'after']);
});

test('an interruption in a wait stops the iteration and what it holds open', async () => {
  const controller = new AbortController();
  let cleaned = false;
  let after = false;
  function* steps(): Generator<SqlStep> {
    try {
      yield { kind: 'wait', until: () => 'waiting', pollMs: 5 };
      after = true;
    } finally {
      cleaned = true;
    }
  }
  setTimeout(() => controller.abort(), 15);
  const { answered } = await answer(steps(), { controller });
  assert.deepEqual([answered, cleaned, after], [{ interrupted: true }, true, false]);
});

test('an interruption before the first step runs none', async () => {
  const controller = new AbortController();
  controller.abort();
  let looked = 0;
  const until = () => {
    looked++;
    return 'ready' as const;
  };
  const { answered } = await answer([{ kind: 'wait', until, pollMs: 1 }], { controller });
  assert.deepEqual([answered, looked], [{ interrupted: true }, 0]);
});

test('an interruption between rows stops the rows', async () => {
  const controller = new AbortController();
  const values = Array.from({ length: 50_000 }, (_, index) => index);
  setImmediate(() => controller.abort());
  const { answered, sent } = await answer([ints(...values)], { controller });
  assert.deepEqual(answered, { interrupted: true });
  assert.ok(sent.length < 50_000 * 6, `${sent.length} bytes`);
});

test('a front that throws is an error step with its reason, after what it had answered', async () => {
  function* steps(): Generator<SqlStep> {
    yield { kind: 'done' };
    throw new Error('out of order');
  }
  const { answered, hex } = await answer(steps());
  assert.deepEqual(answered, { interrupted: false, errorNumber: 50000 });
  assert.ok(Buffer.from(hex, 'hex').toString('utf16le', 1).length > 0);
  assert.ok(hex.includes(Buffer.from('out of order', 'utf16le').toString('hex')));
});

test('a value its column cannot hold keeps the rows before it and ends in an error', async () => {
  const { answered, hex } = await answer([ints(1, 2 ** 40), { kind: 'done' }]);
  assert.deepEqual(answered, { interrupted: false, errorNumber: 50000 });
  assert.ok(hex.includes('d10401000000'));
  assert.ok(hex.includes(Buffer.from('row 2', 'utf16le').toString('hex')));
});

test('PRINT informs and is no statement of its own', async () => {
  const { hex } = await answer([{ kind: 'print', message: 'hi' }]);
  assert.match(hex, /^ab.*fd0000c1000000000000000000$/);
});

test('in a procedure the statements end in DONEINPROC, and the caller ends the answer', async () => {
  const { hex } = await answer([{ kind: 'rowCount', count: 3 }], { inProcedure: true });
  assert.equal(hex, 'ff1100c1000300000000000000');
});
