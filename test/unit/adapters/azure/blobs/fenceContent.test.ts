import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyFence,
  type FenceContent,
  isFree,
  isSettled,
  parseFence,
  renewed,
  turnInForce,
  withNote,
  withoutTurn,
  withTurn,
} from '../../../../../shared/adapters/azure/blobs/fenceContent.ts';
import type { FenceIntent } from '../../../../../shared/operations/ports.ts';
import { DEFAULT_OPERATION_RULES } from '../../../../../shared/operations/rules.ts';
import { linkOf } from '../../../operations/world.ts';

const LEASE_MS = 120_000;
const held: FenceContent = {
  token: 7,
  holder: 'a',
  turns: [{ operationId: 'one', token: 7, untilMs: LEASE_MS }],
  notes: [],
};
const turn = held.turns[0] ?? { operationId: '', token: 0, untilMs: 0 };

const take = (content: FenceContent, holder: string, operationId: string, nowMs: number) =>
  withTurn(content, { holder, operationId, leaseMs: LEASE_MS }, nowMs);
const intent = (operationId: string, database = 'orders'): FenceIntent => ({
  operationId,
  link: linkOf(database),
  deadlineMs: 80_000,
});

test('the fence is free for others three seconds after its last turn ended, and not a millisecond earlier', () => {
  const later = { operationId: 'two', token: 8, untilMs: LEASE_MS + 10_000 };
  assert.deepEqual([isFree(held, 'b', 122_999), isFree(held, 'b', 123_000)], [false, true]);
  const two = { ...held, turns: [later, turn] };
  assert.deepEqual([isFree(two, 'b', 132_999), isFree(two, 'b', 133_000)], [false, true]);
});

test('a turn is in force until its lease ends, for its holder and its token only', () => {
  assert.equal(turnInForce(held, 'a', 7, LEASE_MS - 1), turn);
  assert.equal(turnInForce(held, 'a', 7, LEASE_MS), undefined);
  assert.equal(turnInForce(held, 'b', 7, 1), undefined);
  assert.equal(turnInForce(held, 'a', 6, 1), undefined);
  assert.equal(turnInForce(withoutTurn(held, turn), 'a', 7, 1), undefined);
});

test('nobody can take it while somebody may still act: the end for the one lies before the beginning for the other', () => {
  for (let nowMs = 0; nowMs <= 200_000; nowMs += 500) {
    assert.equal(turnInForce(held, 'a', 7, nowMs) !== undefined && isFree(held, 'b', nowMs), false, String(nowMs));
  }
});

test('a service that does not say the time frees nothing, gives nothing and leaves nothing in force', () => {
  assert.equal(isFree(held, 'b', Number.NaN), false);
  assert.equal(turnInForce(held, 'a', 7, Number.NaN), undefined);
  for (const content of [held, withoutTurn(held, turn), emptyFence(0)]) {
    for (const holder of ['a', 'b']) assert.equal(take(content, holder, 'one', Number.NaN), undefined);
  }
});

test('its holder, and everybody when the last turn has given it back, may take it at once', () => {
  assert.equal(isFree(held, 'a', 0), true);
  assert.equal(isFree(withoutTurn(held, turn), 'b', 0), true);
});

test('another operation of the holder comes beside, the same one in the place of its older turn', () => {
  const two = take(held, 'a', 'two', 5_000);
  assert.deepEqual(two?.turns, [turn, { operationId: 'two', token: 8, untilMs: 5_000 + LEASE_MS }]);
  const again = take(two ?? held, 'a', 'one', 6_000);
  assert.deepEqual(
    again?.turns.map(({ operationId, token }) => [operationId, token]),
    [
      ['two', 8],
      ['one', 9],
    ],
  );
});

test('what ended is forgotten with the next turn, and of another deployment nothing is left', () => {
  const nowMs = LEASE_MS + 3_000;
  for (const holder of ['a', 'b']) {
    const next = take(held, holder, 'two', nowMs);
    assert.deepEqual([next?.holder, next?.turns.map(({ token }) => token)], [holder, [8]]);
  }
  assert.equal(take(held, 'b', 'one', nowMs - 1), undefined);
});

test('a turn that is renewed holds on from then, and leaves the others as they are', () => {
  const two = take(held, 'a', 'two', 5_000) ?? held;
  const next = renewed(two, turn, 200_000);
  assert.equal(turnInForce(next, 'a', 7, 199_999)?.untilMs, 200_000);
  assert.equal(turnInForce(next, 'a', 8, 1)?.untilMs, 5_000 + LEASE_MS);
});

test('a new blob begins with the present second, an old one goes on; a note takes a number too', () => {
  assert.equal(take(emptyFence(1_795_000_000_999), 'a', 'one', 0)?.token, 1_795_000_000);
  const noted = withNote(held, turn, intent('one'));
  assert.deepEqual([noted?.token, noted?.notes.map(({ number }) => number)], [8, [8]]);
  assert.equal(take(noted ?? held, 'a', 'two', 0)?.token, 9);
});

test('word that another operation left since the turn began is not written over', () => {
  const two = take(held, 'a', 'two', 0) ?? held;
  const noted = withNote(two, turn, intent('one', 'ORDERS')) ?? held;
  const later = noted.turns[1] ?? turn;
  assert.equal(later.operationId, 'two');
  assert.equal(withNote(noted, later, intent('two')), undefined);
  assert.ok(withNote(noted, later, intent('two', 'stock')));
  assert.ok(withNote(noted, turn, intent('one')));
  const again = take(noted, 'a', 'two', 0) ?? held;
  assert.ok(withNote(again, again.turns[1] ?? turn, intent('two')));
});

test('the one who gives it back takes no turn away from another', () => {
  const two = take(held, 'a', 'two', 0) ?? held;
  const left = withoutTurn(two, turn);
  assert.deepEqual(
    left.turns.map(({ operationId }) => operationId),
    ['two'],
  );
  assert.equal(isFree(left, 'b', 1), false);
});

test('beside more operations than it was judged with a turn leaves no word', () => {
  let content = held;
  for (const operationId of ['two', 'three']) {
    content = take(content, 'a', operationId, 0) ?? held;
    const newest = content.turns.at(-1) ?? turn;
    content = withNote(content, newest, intent(operationId, operationId)) ?? held;
  }
  assert.equal(withNote(content, turn, intent('one'), 1), undefined);
  assert.ok(withNote(content, turn, intent('one'), 2));
  assert.ok(withNote(content, content.turns.at(-1) ?? turn, intent('three'), 0));
});

test('a thousand notes are kept, the newest', () => {
  let content = held;
  for (let n = 0; n <= 1_000; n += 1) content = withNote(content, turn, intent('one', `db-${n}`)) ?? held;
  const names = content.notes.map((note) => note.intent.link.primary.database);
  assert.deepEqual([names.length, names[0], names.at(-1)], [1_000, 'db-1', 'db-1000']);
});

test('what is no fence may begin anew when all that was under way has been settled, and not a millisecond earlier', () => {
  const overMs = 1_000 + DEFAULT_OPERATION_RULES.settleWithinMs + 3_000;
  assert.deepEqual([isSettled(1_000, overMs - 1), isSettled(1_000, overMs)], [false, true]);
  const { callTimeoutMs, callLingersMs, followForMs, leaseMs } = DEFAULT_OPERATION_RULES;
  assert.equal(isSettled(0, Math.max(leaseMs, callTimeoutMs + callLingersMs + followForMs)), false);
});

test('while the service does not say when it was written, or what time it is, it does not begin anew', () => {
  assert.deepEqual([isSettled(Number.NaN, 1e15), isSettled(0, Number.NaN)], [false, false]);
});

test('what is no fence is none', () => {
  const whole = withNote(held, turn, intent('one')) ?? held;
  assert.deepEqual(parseFence(JSON.stringify(whole)), whole);
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    '{"token":1.5}',
    JSON.stringify({ ...whole, token: '7' }),
    JSON.stringify({ ...whole, turns: [null] }),
    JSON.stringify({ ...whole, turns: [{ ...turn, untilMs: Number.NaN }] }),
    JSON.stringify({ ...whole, notes: [null] }),
    JSON.stringify({ ...whole, notes: [{ number: 1, intent: { operationId: 'x', deadlineMs: 1, link: {} } }] }),
    JSON.stringify({ ...whole, notes: [{ ...whole.notes[0], number: null }] }),
  ]) {
    assert.equal(parseFence(text), undefined, text);
  }
});
