import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { operationTransition, stepTransition } from '../../../shared/operations/machine.ts';
import {
  OPERATION_TRANSITIONS,
  STEP_TRANSITIONS,
  TERMINAL_OPERATIONS,
  TERMINAL_STEPS,
} from '../../../shared/operations/transitions.ts';
import type { OperationEvent, OperationState, StepEvent, StepState } from '../../../shared/operations/types.ts';
import { FAILOVER_FILE, failoverText, goldenText } from '../../tools/failoverDocs.ts';

// As objects keyed by the union, so that the compiler notices a state or an event that is missing here.
const STEP_STATES: Record<StepState, true> = {
  waiting: true,
  revalidating: true,
  capturing: true,
  intended: true,
  called: true,
  readingBack: true,
  verified: true,
  asking: true,
  failed: true,
  skipped: true,
  aborted: true,
};
const STEP_EVENTS: Record<StepEvent, true> = {
  begin: true,
  stillValid: true,
  noLongerValid: true,
  captured: true,
  captureFailed: true,
  intentWritten: true,
  accepted: true,
  refusedWait: true,
  refusedStop: true,
  refusedAsk: true,
  answerLost: true,
  completed: true,
  reportedFailed: true,
  readsAsPrimary: true,
  readsAsSecondary: true,
  doesNotAnswer: true,
  deadlinePassed: true,
  operatorRetry: true,
  operatorGivesUp: true,
  abort: true,
};
const OPERATION_STATES: Record<OperationState, true> = {
  fencing: true,
  running: true,
  told: true,
  watchingReturn: true,
  closed: true,
  aborted: true,
  failed: true,
};
const OPERATION_EVENTS: Record<OperationEvent, true> = {
  fenced: true,
  moved: true,
  noneMoved: true,
  nothingToDo: true,
  toldPeople: true,
  returned: true,
  watchEnded: true,
  operatorRetry: true,
  operatorGivesUp: true,
  abort: true,
};

interface Row {
  from: string;
  event: string;
  to: string;
  effect: string;
  why: string;
}
const MACHINES: Array<{
  name: string;
  rows: readonly Row[];
  first: string;
  states: string[];
  events: string[];
  terminal: ReadonlySet<string>;
}> = [
  {
    name: 'step',
    rows: STEP_TRANSITIONS,
    first: 'waiting',
    states: Object.keys(STEP_STATES),
    events: Object.keys(STEP_EVENTS),
    terminal: TERMINAL_STEPS,
  },
  {
    name: 'operation',
    rows: OPERATION_TRANSITIONS,
    first: 'fencing',
    states: Object.keys(OPERATION_STATES),
    events: Object.keys(OPERATION_EVENTS),
    terminal: TERMINAL_OPERATIONS,
  },
];

/** Everything that can be reached from these states without passing through one of `without`. */
function reachable(rows: readonly Row[], from: string, without: (row: Row) => boolean = () => false): Set<string> {
  const found = new Set([from]);
  for (const state of found) {
    for (const row of rows) if (row.from === state && !without(row)) found.add(row.to);
  }
  return found;
}

for (const { name, rows, first, states, events, terminal } of MACHINES) {
  test(`every state of the ${name} machine can be reached`, () => {
    assert.deepEqual([...reachable(rows, first)].sort(), [...states].sort());
  });

  test(`from every state of the ${name} machine an end can be reached, and an end is left by nothing`, () => {
    for (const state of states) {
      const ends = [...reachable(rows, state)].filter((each) => terminal.has(each));
      assert.ok(ends.length > 0, `${state} leads nowhere`);
      if (terminal.has(state))
        assert.deepEqual(
          rows.filter((row) => row.from === state),
          [],
          `${state} is left`,
        );
    }
  });

  test(`every event of the ${name} machine is used, and none twice in one state`, () => {
    assert.deepEqual([...new Set(rows.map((row) => row.event))].sort(), [...events].sort());
    const keys = rows.map((row) => `${row.from} ${row.event}`);
    assert.equal(new Set(keys).size, keys.length);
  });

  test(`every row of the ${name} machine says why`, () => {
    for (const row of rows) assert.ok(row.why.length > 10, `${row.from} ${row.event}`);
  });
}

test('the one call is reached by writing the intent only, and that only from capturing', () => {
  const calls = STEP_TRANSITIONS.filter((row) => row.effect === 'call' || row.to === 'intended');
  assert.deepEqual(
    calls.map(({ from, event, to, effect }) => ({ from, event, to, effect })),
    [{ from: 'capturing', event: 'intentWritten', to: 'intended', effect: 'call' }],
  );
});

test('no way leads to the call around the judgement and the capture, also not a second time', () => {
  const starts = ['waiting', 'intended', 'called', 'readingBack', 'asking', 'failed'];
  for (const start of starts) {
    const around = (event: string) => reachable(STEP_TRANSITIONS, start, (row) => row.event === event);
    const after = STEP_TRANSITIONS.filter((row) => row.from === start).map((row) => row.to);
    assert.ok(!around('stillValid').has('capturing'), `${start} reaches the capture unjudged`);
    assert.ok(!after.includes('intended'), `${start} reaches the call at once`);
  }
});

test('a lost answer is settled by reading', () => {
  assert.equal(stepTransition('intended', 'answerLost').to, 'readingBack');
  assert.equal(stepTransition('called', 'reportedFailed').to, 'readingBack');
});

test('verified is reached only by what reads as primary', () => {
  for (const row of STEP_TRANSITIONS) if (row.to === 'verified') assert.equal(row.event, 'readsAsPrimary');
});

test('a move that the table does not know is refused, with what was expected', () => {
  assert.throws(() => stepTransition('waiting', 'intentWritten'), /from 'waiting' on 'intentWritten'/);
  assert.throws(() => stepTransition('verified', 'operatorRetry'), /the table has none/);
  assert.throws(() => operationTransition('closed', 'abort'), /operation machine from 'closed'/);
});

test('the golden dump is what the tables say', () => {
  const golden = readFileSync(new URL('golden/transitions.txt', import.meta.url), 'utf8');
  assert.equal(goldenText(), golden, 'a rule changed: run node test/tools/failoverDocs.ts and review the difference');
});

test('docs/failover.md shows the tables as they are, the guarantee first', () => {
  const text = readFileSync(FAILOVER_FILE, 'utf8');
  assert.equal(failoverText(text), text, 'run node test/tools/failoverDocs.ts');
  const at = ['## The guarantee', '## What it cannot promise', '## The tables'].map((title) => text.indexOf(title));
  assert.ok(at.every((each) => each > 0));
  assert.deepEqual(
    at,
    [...at].sort((one, other) => one - other),
  );
});
