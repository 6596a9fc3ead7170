/** Many operations at once: what they share, what they must not, and who waits for whom. */
import type { Plant } from '../types.ts';

const CONTENT = 'test/unit/adapters/azure/blobs/fenceContent.test.ts';
const SIDE_BY_SIDE = 'test/unit/operations/sideBySide.test.ts';
const NEXT_LOOK = 'test/unit/reaction/nextLook.test.ts';

export const FENCE_PLANTS: readonly Plant[] = [
  {
    name: 'fence-of-one-turn-at-a-time',
    rule: 'noneWaits',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'return turn.operationId !== operationId && nowMs < turn.untilMs;',
    after: 'return turn.operationId !== operationId && nowMs > turn.untilMs;',
    tests: [CONTENT],
  },
  {
    name: 'operations-take-the-fence-from-each-other',
    rule: 'noneWaits',
    file: 'shared/operations/turn.ts',
    before: 'fence.acquire(this.holder, this.operation.id, ',
    after: 'fence.acquire(this.holder, this.holder, ',
    tests: [SIDE_BY_SIDE],
  },
  {
    name: 'one-turn-gives-back-the-fence-of-all',
    rule: 'oneFence',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'turns: content.turns.filter((each) => each !== turn) };',
    after: 'turns: content.turns.filter((each) => each.token < turn.token) };',
    tests: [CONTENT],
  },
  {
    name: 'a-damaged-fence-is-free-at-once',
    rule: 'oneFence',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'nowMs >= writtenAtMs + DEFAULT_OPERATION_RULES.settleWithinMs + CLOCK_MARGIN_MS',
    after: 'nowMs >= writtenAtMs',
    tests: [CONTENT],
  },
  {
    name: 'an-ended-turn-still-acts',
    rule: 'oneFence',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'return turn !== undefined && nowMs < turn.untilMs ? turn : undefined;',
    after: 'return turn;',
    tests: [CONTENT],
  },
  {
    name: 'another-deployments-turn-is-not-waited-for',
    rule: 'oneFence',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'turns.every(({ untilMs }) => nowMs >= untilMs + CLOCK_MARGIN_MS)',
    after: 'turns.some(({ untilMs }) => nowMs >= untilMs + CLOCK_MARGIN_MS)',
    tests: [CONTENT],
  },
  {
    name: 'word-at-the-fence-is-written-over',
    rule: 'oneFence',
    file: 'shared/adapters/azure/blobs/fenceContent.ts',
    before: 'if (unseen.some(isSame) || operations.size > others) return undefined;',
    after: 'if (operations.size > others) return undefined;',
    tests: [CONTENT],
  },
  {
    name: 'word-of-any-number-of-others',
    rule: 'aPersonOrAPolicy',
    file: 'shared/operations/steps/captureAndCall.ts',
    before: '{ operationId: turn.operation.id, link, deadlineMs }, others)',
    after: '{ operationId: turn.operation.id, link, deadlineMs }, others && undefined)',
    tests: [SIDE_BY_SIDE],
  },
  {
    name: 'budget-by-rows-alone',
    rule: 'aPersonOrAPolicy',
    file: 'shared/reaction/budgetLeft.ts',
    before: 'const ids = new Set([...forced, ...underWay]);',
    after: 'const ids = new Set(underWay.length > 99 ? underWay : forced);',
    tests: ['test/unit/reaction/budgetLeft.test.ts'],
  },
  {
    name: 'whoever-lost-the-fence-waits-for-a-poll',
    rule: 'noneWaits',
    file: 'shared/operations/steps/captureAndCall.ts',
    before: 'if (!atOnce) turn.waited.set(index, rules.pollMs);',
    after: 'if (atOnce) turn.waited.set(index, rules.pollMs);',
    tests: [SIDE_BY_SIDE],
  },
  {
    name: 'a-moment-during-the-evaluation-is-lost',
    rule: 'noneWaits',
    file: 'shared/reaction/evaluate.ts',
    before: 'nextLookMs(stillOpen, settings.groups, lookedFromMs)',
    after: 'nextLookMs(stillOpen, settings.groups, Math.max(now(), lookedFromMs))',
    tests: [NEXT_LOOK],
  },
  {
    name: 'two-instances-begin-one-outage-twice',
    rule: 'oneWriter',
    file: 'shared/reaction/nextOperation.ts',
    before: "    if (mayStillMove(stored.value)) return 'underWay';\n",
    after: "    if (mayStillMove(stored.value) && number > 9) return 'underWay';\n",
    tests: [NEXT_LOOK],
  },
  {
    name: 'a-slow-operation-keeps-the-supervisor-away',
    rule: 'noneWaits',
    file: 'shared/app/react.ts',
    before: 'return work.isEmpty ? false : await Promise.race(',
    after: 'return work.isEmpty || dueAtMs >= untilMs ? false : await Promise.race(',
    tests: ['test/unit/app/superviseOperations.test.ts'],
  },
];
