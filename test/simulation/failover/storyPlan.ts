/** What one story is: what is there, what goes wrong and when, and what people do. fast-check makes it and shrinks it. */
import fc from 'fast-check';

/** What the last samples before the outage say of a link. */
export type LinkBefore = 'caughtUp' | 'lagNull' | 'lagHigh' | 'suspended' | 'seeding' | 'neverSampled';

export interface CandidatePlan {
  before: LinkBefore;
  /** How far behind it is. */
  shippingMs: number;
  sameTier: boolean;
}

export interface EffectFault {
  /** The name of an effect, or `any`. */
  effect: string;
  /** Which of them: counted from one. */
  nth: number;
  strikes: 'failBefore' | 'failAfter' | 'crashBefore' | 'crashAfter' | 'slow';
  slowMs: number;
}

/** Who cannot reach whom: `a`, `b` and `w` are the deployments and the witness; `shipping` is between the servers themselves. */
export interface Cut {
  from: 'a' | 'b' | 'w' | 'shipping';
  to: 'we' | 'ne' | 'fc' | 'everything';
  fromMs: number;
  forMs: number;
}

/** What becomes of one POST. */
export type CallFate =
  | 'moves'
  | 'failsLater'
  | 'isSlow'
  | 'answerIsLost'
  | 'arrivesLate'
  | 'arrivesTwice'
  | 'undo'
  | 'throttled'
  | 'unknownError'
  | 'inFailoverGroup';

/** Azure's own word, as its action groups tell each deployment. */
export interface AzureWord {
  about: 'region' | 'database' | 'metric';
  fromMs: number;
  /** Until it says that it is over. */
  forMs: number;
  /** How much earlier it says that it began. */
  claimsEarlierMs: number;
}

export interface PersonAct {
  afterMs: number;
  does: 'approves' | 'rejects' | 'nothing' | 'approvesAfterExpiry' | 'approvesAnotherPlan';
}

export interface OperatorAct {
  afterMs: number;
  does: 'retry' | 'retryAndAllow' | 'giveUp' | 'abort' | 'nothing';
}

export interface StoryPlan {
  /** Of the scheduler: which of two things comes first, and how long each takes. */
  schedule: number;
  /** How unreliable the small things are: stale reads, repeated and dropped wake-ups. */
  noise: 0 | 1 | 2;
  /** Of the group `shop`. */
  databases: 1 | 2;
  /** Groups of one database each beside it, in the same region. */
  otherGroups: 0 | 1 | 2 | 4;
  /** `sharedTables`: two instances of one app. `ownTables`: two deployments that share nothing but the fence. */
  deployments: 'one' | 'sharedTables' | 'ownTables';
  mode: 'automatic' | 'approve' | 'notify';
  confirmForMs: number;
  minKinds: 2 | 3;
  maxLossMs: number;
  cooldownMs: number;
  dailyBudget: number;
  partial: 'allOrNothing' | 'moveWhatCan';
  northEurope: CandidatePlan;
  /** A second geo-secondary elsewhere, or none. */
  franceCentral: CandidatePlan | null;
  /** A geo-secondary in the primary's own region: never a way out. */
  sameRegion: boolean;
  outage: {
    kind: 'none' | 'down' | 'partition' | 'oneDatabase' | 'oneDatabasePartition';
    fromMs: number;
    forMs: number;
  };
  /** Whatever is primary in the candidate's region goes down too, later. */
  secondOutage: { fromMs: number; forMs: number } | null;
  /** The old primary's data is quiet: its last commit was long before. */
  quietFromMs: number | null;
  witness: 'outside' | 'inPrimaryRegion' | 'none';
  words: AzureWord[];
  cuts: Cut[];
  pauses: Array<{ fromMs: number; forMs: number }>;
  /** Where the list ends, questions are answered with yes. */
  person: PersonAct[];
  operator: OperatorAct[];
  calls: CallFate[];
  faults: EffectFault[];
  skewsMs: [number, number, number];
}

/** The world's clock does not begin at zero: a moment must not be taken for none. The plan counts from here. */
export const START_MS = 1_000_000;
/** When the storm is over, whatever the plan says: then everything has to end. */
export const STORM_MS = 85_000;

const often = <T>(usual: T, times: number, ...rare: T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...Array.from({ length: times }, () => usual), ...rare);
const within = (fromMs: number, untilMs: number): fc.Arbitrary<number> =>
  fc.integer({ min: fromMs / 1_000, max: untilMs / 1_000 }).map((seconds) => seconds * 1_000);
const list = <T>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.array(item, { maxLength, size: 'max' });
const maybe = <T>(item: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | null> =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(null), weight: oneIn - 1 },
    { arbitrary: item, weight: 1 },
  );

const candidate: fc.Arbitrary<CandidatePlan> = fc.record({
  before: often<LinkBefore>('caughtUp', 24, 'lagNull', 'lagHigh', 'suspended', 'seeding', 'neverSampled'),
  shippingMs: fc.integer({ min: 1, max: 50 }).map((tenths) => tenths * 100),
  sameTier: often(true, 20, false),
});

/** Named so that the plan can strike the moments that matter; `any` strikes the rest. */
const EFFECTS = [
  'any',
  'POST',
  'poll',
  'ask',
  'findLink',
  'acquire',
  'note',
  'renew',
  'release',
  'audit append',
  'outbox add',
  'outbox update',
  'enqueue',
  'save incident',
  'save operation',
  'save intentWritten',
  'save accepted',
  'save captured',
  'save stillValid',
  'save answerLost',
  'save readsAsPrimary',
  'save fenced',
] as const;

const fault: fc.Arbitrary<EffectFault> = fc
  .record({
    effect: often<string>('any', 14, ...EFFECTS),
    dice: fc.nat(399),
    strikes: fc.constantFrom<EffectFault['strikes']>('slow', 'failBefore', 'failAfter', 'crashBefore', 'crashAfter'),
    slowMs: fc.integer({ min: 1, max: 12 }).map((seconds) => seconds * 1_000),
  })
  .map(({ effect, dice, strikes, slowMs }) => ({
    effect,
    nth: effect === 'any' ? dice + 1 : (dice % 3) + 1,
    strikes,
    slowMs,
  }));

export const storyPlan: fc.Arbitrary<StoryPlan> = fc.noBias(
  fc.record<StoryPlan>({
    schedule: fc.nat(1_000_000),
    noise: fc.constantFrom(0, 1, 1, 2),
    databases: fc.constantFrom(1, 1, 1, 2),
    // A story of several groups takes as long as several stories.
    otherGroups: often<StoryPlan['otherGroups']>(0, 72, 1, 1, 2, 4),
    deployments: often<StoryPlan['deployments']>('one', 9, 'ownTables', 'ownTables', 'sharedTables'),
    mode: often<StoryPlan['mode']>('automatic', 9, 'approve', 'approve', 'approve', 'approve', 'notify'),
    confirmForMs: fc.constantFrom(20_000, 20_000, 20_000, 25_000),
    minKinds: often<2 | 3>(2, 11, 3),
    maxLossMs: fc.constantFrom(900_000, 900_000, 900_000, 20_000),
    cooldownMs: fc.constantFrom(60_000, 600_000, 0),
    dailyBudget: fc.constantFrom(5, 5, 1),
    partial: fc.constantFrom('allOrNothing', 'moveWhatCan'),
    northEurope: candidate,
    franceCentral: maybe(candidate, 2),
    sameRegion: often(false, 7, true),
    outage: fc.record({
      kind: fc.constantFrom(
        'down',
        'down',
        'down',
        'partition',
        'partition',
        'partition',
        'oneDatabase',
        'oneDatabasePartition',
        'none',
      ),
      fromMs: within(4_000, 14_000),
      forMs: often(STORM_MS, 3, 90_000, 80_000, 70_000, 43_000),
    }),
    secondOutage: maybe(fc.record({ fromMs: within(40_000, 60_000), forMs: within(20_000, 60_000) }), 6),
    quietFromMs: maybe(within(-60_000, 30_000), 4),
    witness: often<StoryPlan['witness']>('outside', 12, 'inPrimaryRegion', 'none'),
    words: list(
      fc.record({
        about: fc.constantFrom('region', 'database', 'metric'),
        fromMs: within(4_000, 30_000),
        forMs: often(STORM_MS, 4, 20_000, 60_000),
        claimsEarlierMs: often(0, 3, 5_000, 3_600_000),
      }),
      2,
    ),
    cuts: list(
      fc.record({
        from: fc.constantFrom('a', 'a', 'b', 'w', 'shipping'),
        to: fc.constantFrom('we', 'we', 'ne', 'fc', 'everything'),
        fromMs: within(0, 80_000),
        forMs: fc.constantFrom(8_000, 20_000, 43_000, 70_000),
      }),
      2,
    ),
    pauses: maybe(fc.record({ fromMs: within(20_000, 80_000), forMs: within(5_000, 40_000) }), 4).map((pause) =>
      pause === null ? [] : [pause],
    ),
    person: list(
      fc.record({
        afterMs: within(1_000, 30_000),
        does: often<PersonAct['does']>(
          'approves',
          5,
          'rejects',
          'nothing',
          'approvesAfterExpiry',
          'approvesAnotherPlan',
        ),
      }),
      3,
    ),
    operator: list(
      fc.record({
        afterMs: within(1_000, 40_000),
        does: fc.constantFrom('retry', 'retryAndAllow', 'giveUp', 'abort', 'nothing'),
      }),
      2,
    ),
    calls: list(
      often<CallFate>(
        'moves',
        6,
        'failsLater',
        'isSlow',
        'answerIsLost',
        'arrivesLate',
        'arrivesTwice',
        'undo',
        'throttled',
        'unknownError',
        'inFailoverGroup',
      ),
      5,
    ),
    faults: list(fault, 14),
    skewsMs: fc.tuple(skew(), skew(), skew()),
  }),
);

function skew(): fc.Arbitrary<number> {
  return fc.integer({ min: -9, max: 9 }).map((tenths) => tenths * 100);
}

/** The plan of a seed: always the same. */
export function planOf(seed: number): StoryPlan {
  const [plan] = fc.sample(storyPlan, { seed, numRuns: 1 });
  if (plan === undefined) throw new Error(`expected a plan for seed ${seed}`);
  return plan;
}

/** When the last thing that the plan says begins or ends. */
export function lastPlannedMs({ outage, secondOutage, words, cuts, pauses }: StoryPlan): number {
  const windows = [outage, ...words, ...cuts, ...pauses, ...(secondOutage === null ? [] : [secondOutage])];
  return Math.min(STORM_MS, Math.max(...windows.map(({ fromMs, forMs }) => fromMs + forMs)));
}

/** The plan on the world's clock. */
export function onTheClock(plan: StoryPlan): StoryPlan {
  const moved = <T extends { fromMs: number }>(item: T): T => ({ ...item, fromMs: item.fromMs + START_MS });
  return {
    ...plan,
    outage: moved(plan.outage),
    secondOutage: plan.secondOutage === null ? null : moved(plan.secondOutage),
    quietFromMs: plan.quietFromMs === null ? null : plan.quietFromMs + START_MS,
    words: plan.words.map(moved),
    cuts: plan.cuts.map(moved),
    pauses: plan.pauses.map(moved),
  };
}
