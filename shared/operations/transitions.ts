/** The two machines as data: every move that a step, or an operation, can make. docs/failover.md is written from these rows. */
import type { OperationEvent, OperationState, StepEvent, StepState } from './types.ts';

/** What is done on arriving, or again and again while staying. `call` is the one effect that cannot be taken back. */
export type StepEffect = 'judge' | 'capture' | 'writeIntent' | 'call' | 'follow' | 'readBack' | 'askPerson' | 'none';
export type OperationEffect = 'takeFence' | 'driveSteps' | 'tell' | 'watchReturn' | 'none';

export interface Transition<State, Event, Effect> {
  from: State;
  event: Event;
  to: State;
  effect: Effect;
  why: string;
}

export type StepTransition = Transition<StepState, StepEvent, StepEffect>;
export type OperationTransition = Transition<OperationState, OperationEvent, OperationEffect>;

type Row<State, Event, Effect> = [from: State, event: Event, to: State, effect: Effect, why: string];

const STEP_ROWS: Array<Row<StepState, StepEvent, StepEffect>> = [
  ['waiting', 'begin', 'revalidating', 'judge', 'its turn has come and the automation is not paused'],
  ['waiting', 'noLongerValid', 'skipped', 'none', 'all or nothing: another database of the group cannot move'],
  ['waiting', 'abort', 'aborted', 'none', 'somebody aborted the operation'],

  [
    'revalidating',
    'stillValid',
    'capturing',
    'capture',
    'under the fence, every gate is still open for this candidate',
  ],
  ['revalidating', 'noLongerValid', 'skipped', 'none', 'a gate has closed, or another candidate would be chosen now'],
  [
    'revalidating',
    'readsAsPrimary',
    'verified',
    'none',
    'it is the primary already: an earlier call, or somebody else',
  ],
  ['revalidating', 'refusedAsk', 'asking', 'askPerson', 'only a person may go on from here'],
  ['revalidating', 'deadlinePassed', 'asking', 'askPerson', 'for too long nobody could say whether it may be moved'],
  ['revalidating', 'abort', 'aborted', 'none', 'nothing is in flight'],

  ['capturing', 'captured', 'capturing', 'writeIntent', 'what the secondary has bounds what is lost'],
  ['capturing', 'captureFailed', 'revalidating', 'judge', 'no call without knowing what the candidate has'],
  [
    'capturing',
    'deadlinePassed',
    'revalidating',
    'judge',
    'the judgement or the capture is no longer fresh, or the fence changed hands',
  ],
  ['capturing', 'noLongerValid', 'asking', 'askPerson', 'the loss would be larger than anybody allowed'],
  [
    'capturing',
    'intentWritten',
    'intended',
    'call',
    'the intent is stored: whoever comes next knows that a call may have been made',
  ],
  ['capturing', 'abort', 'aborted', 'none', 'nothing is in flight'],

  ['intended', 'accepted', 'called', 'follow', 'Azure took it; the place where it is followed is stored'],
  ['intended', 'completed', 'readingBack', 'readBack', 'Azure says it is done; the database has the last word'],
  ['intended', 'refusedWait', 'readingBack', 'readBack', 'it passes by itself; read before asking again'],
  ['intended', 'refusedStop', 'failed', 'none', 'no repetition changes this answer'],
  ['intended', 'refusedAsk', 'asking', 'askPerson', 'a person must judge this answer'],
  [
    'intended',
    'answerLost',
    'readingBack',
    'readBack',
    'whether the call was made is settled by reading, never by calling',
  ],

  [
    'called',
    'completed',
    'readingBack',
    'readBack',
    'the long-running operation ended well; the database has the last word',
  ],
  ['called', 'reportedFailed', 'readingBack', 'readBack', 'it may have moved all the same'],
  ['called', 'deadlinePassed', 'readingBack', 'readBack', 'followed long enough'],

  [
    'readingBack',
    'readsAsPrimary',
    'verified',
    'none',
    'writable and reading as primary; the old side is not waited for',
  ],
  ['readingBack', 'readsAsSecondary', 'readingBack', 'readBack', 'not yet, or not at all: wait for the deadline'],
  ['readingBack', 'doesNotAnswer', 'readingBack', 'readBack', 'in the middle of a role change nobody answers'],
  [
    'readingBack',
    'deadlinePassed',
    'revalidating',
    'judge',
    'still a secondary, nothing in progress, and no call can still be under way: judge again',
  ],
  ['readingBack', 'refusedStop', 'failed', 'none', 'it did not move, and the reason does not pass'],
  ['readingBack', 'refusedAsk', 'asking', 'askPerson', 'it did not move, or nobody can tell; tried often enough'],

  ['asking', 'operatorRetry', 'revalidating', 'judge', 'a person said: again; every check is made again'],
  ['asking', 'operatorGivesUp', 'failed', 'none', 'a person said: leave it'],
  ['asking', 'readsAsPrimary', 'verified', 'none', 'it has become the primary meanwhile'],

  ['failed', 'operatorRetry', 'revalidating', 'judge', 'a person removed the cause and said: again'],
];

const OPERATION_ROWS: Array<Row<OperationState, OperationEvent, OperationEffect>> = [
  ['fencing', 'fenced', 'running', 'driveSteps', 'nobody else acts while we hold the fence'],
  ['fencing', 'abort', 'aborted', 'tell', 'somebody aborted it before it began'],
  ['running', 'moved', 'told', 'tell', 'every step is settled and something moved'],
  ['running', 'noneMoved', 'failed', 'tell', 'every step is settled, nothing moved, something failed'],
  ['running', 'nothingToDo', 'aborted', 'tell', 'every step was skipped or aborted'],
  ['told', 'toldPeople', 'watchingReturn', 'watchReturn', 'the message is in the outbox'],
  ['watchingReturn', 'returned', 'closed', 'none', 'every old primary is back as a secondary'],
  ['watchingReturn', 'operatorRetry', 'running', 'driveSteps', 'a person said: again, for what could not move'],
  ['watchingReturn', 'watchEnded', 'closed', 'none', 'the old primary did not come back while we watched'],
  ['failed', 'toldPeople', 'failed', 'tell', 'the message is in the outbox; an operator decides'],
  ['failed', 'operatorRetry', 'fencing', 'takeFence', 'a person said: again'],
  ['failed', 'operatorGivesUp', 'closed', 'none', 'a person said: leave it'],
  ['aborted', 'toldPeople', 'closed', 'none', 'the message is in the outbox'],
];

export const STEP_TRANSITIONS: readonly StepTransition[] = STEP_ROWS.map(named);
export const OPERATION_TRANSITIONS: readonly OperationTransition[] = OPERATION_ROWS.map(named);

export const TERMINAL_STEPS: ReadonlySet<StepState> = new Set<StepState>(['verified', 'skipped', 'aborted']);
/** Nothing happens to these any more unless an operator says so. */
export const SETTLED_STEPS: ReadonlySet<StepState> = new Set<StepState>([...TERMINAL_STEPS, 'failed']);
export const TERMINAL_OPERATIONS: ReadonlySet<OperationState> = new Set<OperationState>(['closed']);

function named<State, Event, Effect>(row: Row<State, Event, Effect>): Transition<State, Event, Effect> {
  const [from, event, to, effect, why] = row;
  return { from, event, to, effect, why };
}
