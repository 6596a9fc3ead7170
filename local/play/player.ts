/** Plays a scenario against a running desk: does the steps at their times and watches what is expected. */
import type { Desk } from '../desk/types.ts';
import { questionsOf, type World } from './expectations.ts';
import { type ReceivedNotification, receivedNotifications } from './notifications.ts';
import { People } from './people.ts';
import { askOperations, askProduct, type Questions, type ShownOperationDetail } from './product.ts';
import type { Scenario } from './schema.ts';
import { faultOf, type Score, Scorekeeper } from './scorecard.ts';
import { actionsOf, describeStep } from './steps.ts';
import { type Announce, type ExpectationResult, Watch } from './watch.ts';

export interface PlayResult {
  passed: boolean;
  durationMs: number;
  notifications: Array<Omit<ReceivedNotification, 'text'>>;
  expectations: ExpectationResult[];
  score: Score;
  /** What the product wrote down while it acted. */
  operations: ShownOperationDetail[];
}

/** How often the world is looked at. */
const LOOK_MS = 200;
/** After the last deadline an `always` is watched for this long. */
const AFTERMATH_MS = 1_500;

/** Times are counted from the call. Ends as soon as everything is decided, and says why each expectation held or did not. */
export async function play(scenario: Scenario, desk: Desk, announce: Announce): Promise<PlayResult> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const firstAtMs = desk.estate.model.clock.now();
  const watches = scenario.expect.map((expectation) => new Watch(expectation));
  const steps = [...scenario.steps].sort((a, b) => a.at - b.at);
  const fault = faultOf(scenario.steps);
  const keeper = new Scorekeeper(desk.estate.model);
  const people = new People(desk, (line) => announce(elapsed(), line));
  const scored = 'groups' in scenario.configuration;
  const how = { scored, sinceMs: firstAtMs };
  let told = 0;
  for (;;) {
    while ((steps[0]?.at ?? Number.POSITIVE_INFINITY) <= elapsed()) {
      const step = steps.shift();
      if (!step) break;
      announce(elapsed(), describeStep(step));
      for (const action of actionsOf(step)) {
        if (action.kind === 'change') desk.estate.model.apply(action.change);
        else people.begin(action, describeStep(step));
      }
      if (step === fault) keeper.begin();
    }
    const world = await look(desk, people, watches, how);
    for (; told < world.notifications.length; told += 1) {
      const note = world.notifications[told];
      if (note) announce(elapsed(), `  told: ${note.channel} ${note.condition} ${note.reason}`);
    }
    keeper.look(world.incidents ?? []);
    const begun = steps.length < scenario.steps.length || scenario.steps.length === 0;
    for (const watch of watches) watch.look(world, elapsed(), announce, begun);
    if (people.idle && isOver(scenario, steps.length, watches, elapsed())) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  await people.end();
  const world = await look(desk, people, watches, how);
  const operations = scored ? await askOperations(guardiansOf(desk)) : [];
  const score = keeper.score(operations, world.notifications);
  for (const watch of watches) watch.look({ ...world, score }, elapsed(), announce);
  const expectations = [...watches.map((watch) => watch.result()), ...people.faults.map(toFailure)];
  return {
    passed: expectations.every((result) => result.holds),
    durationMs: elapsed(),
    notifications: world.notifications.map(({ text: _text, ...note }) => ({ ...note, atMs: note.atMs - firstAtMs })),
    expectations,
    score,
    operations,
  };
}

function isOver(scenario: Scenario, stepsLeft: number, watches: Watch[], elapsedMs: number): boolean {
  if (stepsLeft > 0 || watches.some((watch) => !watch.decided)) return false;
  const lastDecision = Math.max(0, ...watches.map((watch) => watch.decidedAtMs ?? 0));
  return elapsedMs >= Math.max(scenario.lasts ?? 0, lastDecision + AFTERMATH_MS);
}

const guardiansOf = (desk: Desk) => desk.deployments.filter(({ role }) => role === 'guardian');

/**
 * @param scored also looks at incidents where no expectation does.
 * @param sinceMs what Event Grid delivered before does not count.
 */
async function look(
  desk: Desk,
  people: People,
  watches: readonly Watch[],
  { scored, sinceMs }: { scored: boolean; sinceMs: number },
): Promise<World> {
  const open = watches.filter((watch) => watch.decidedAtMs === undefined).map(({ expectation }) => expectation);
  const questions: Questions = questionsOf(open);
  const answers = await askProduct(guardiansOf(desk), {
    ...questions,
    incidents: questions.incidents || scored,
  });
  return {
    ...answers,
    model: desk.estate.model,
    beganAtMs: sinceMs,
    failoverCalls: desk.estate.failoverCalls(),
    deliveries: desk.estate.eventDeliveries().filter(({ atMs }) => atMs >= sinceMs),
    notifications: receivedNotifications(desk.estate),
    paged: desk.estate.pagerDutyIncidents(),
    pings: desk.estate.heartbeatPings(),
    page: people.page,
    kills: people.kills,
  };
}

/** A step that could not be done is a failure too. */
const toFailure = ({ what, why }: { what: string; why: string }): ExpectationResult => ({
  expectation: `the step can be done: ${what}`,
  holds: false,
  atMs: null,
  seen: why,
});
