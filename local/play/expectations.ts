/** Whether what was expected is so: as the estate, the inboxes and the product's own API see it. */
import type { EventDelivery } from '../estate/eventGrid/types.ts';
import type { EstateModel } from '../estate/model/types.ts';
import type { FailoverCall } from '../estate/resourceManager/failoverCall.ts';
import type { HeartbeatPing, PagerDutyIncident } from '../estate/types.ts';
import type { Expectation, NotifiedPattern } from './expectationSchema.ts';
import { judgeHeartbeat } from './judgeHeartbeat.ts';
import { judgePaged } from './judgePaged.ts';
import {
  judgeExplained,
  judgeHeld,
  judgeIncident,
  judgeNoIncident,
  judgeOperation,
  judgePage,
  type SeenPage,
} from './judgeProduct.ts';
import { judgeScore } from './judgeScore.ts';
import type { ReceivedNotification } from './notifications.ts';
import type { Answers, Questions, ShownStatus } from './product.ts';
import { expandTogether } from './ranges.ts';
import type { Score } from './scorecard.ts';
import { splitName } from './splitName.ts';
import type { Verdict } from './verdict.ts';

export interface World extends Answers {
  model: EstateModel;
  /** When the play began, by the clock that the messages bear. */
  beganAtMs: number;
  notifications: ReceivedNotification[];
  /** PagerDuty's incidents. */
  paged: PagerDutyIncident[];
  /** What came to the check elsewhere. */
  pings: HeartbeatPing[];
  /** As they came to Resource Manager, refused ones too. */
  failoverCalls: FailoverCall[];
  /** What Event Grid tried to deliver. */
  deliveries: EventDelivery[];
  /** After the last decision of a person. */
  page: SeenPage | undefined;
  /** How often the app was killed after an entry of a journal. */
  kills: number;
  /** Only when everything else is decided. */
  score?: Score;
}

export function judge(expectation: Expectation, world: World): Verdict {
  const verdicts = expandTogether(expectation).map((one) => judgeOne(one, world));
  return verdicts.find((verdict) => !verdict.holds) ?? verdicts[0] ?? { holds: false, seen: 'nothing to judge' };
}

function judgeOne(expectation: Expectation, world: World): Verdict {
  if ('always' in expectation) return judgeAlways(expectation.always, world);
  if ('score' in expectation) return judgeScore(expectation.score, world.score);
  if ('notified' in expectation) return judgeNotified(expectation.notified, arrivedSince(expectation.after, world));
  if ('paged' in expectation) return judgePaged(expectation.paged, world.paged);
  if ('heartbeat' in expectation) return judgeHeartbeat(expectation.heartbeat, world.pings);
  if ('link' in expectation) return judgeLink(expectation.link, world.model);
  if ('primary' in expectation) return judgePrimary(expectation.primary, world.model);
  if ('held' in expectation) return judgeHeld(expectation.held, world.held);
  if ('incident' in expectation) return judgeIncident(expectation.incident, world.incidents);
  if ('explained' in expectation) return judgeExplained(expectation.explained, world.explanations);
  if ('operation' in expectation) return judgeOperation(expectation.operation, world.operations);
  if ('page' in expectation) return judgePage(expectation.page, world.page);
  if ('delivered' in expectation) return judgeDelivered(expectation.delivered.oneEvent.atLeast, world.deliveries);
  if ('killed' in expectation) {
    return { holds: world.kills >= expectation.killed.atLeast, seen: `killed ${world.kills} times` };
  }
  return judgeShown(expectation.shows, world.status);
}

function judgeAlways(always: Extract<Expectation, { always: unknown }>['always'], world: World): Verdict {
  if ('notified' in always) return judgeAtMost(always.notified, world.notifications);
  if ('noIncident' in always) return judgeNoIncident(always.noIncident, world.incidents);
  if ('delivered' in always) {
    const count = taken(world.deliveries).length;
    return { holds: count <= always.delivered.atMost, seen: `${count} deliveries` };
  }
  if ('failoverCalls' in always) return judgeCalls(always.failoverCalls.perDatabase.atMost, world);
  return judgeForced(always.acceptedForcedFailovers.perDatabase.atMost, world.model);
}

/** What must be asked of the product to judge these. */
export function questionsOf(expectations: readonly Expectation[]): Questions {
  const some = (test: (expectation: Expectation) => boolean) => expectations.some(test);
  return {
    status: some((one) => 'shows' in one),
    held: some((one) => 'held' in one),
    incidents: some((one) => 'incident' in one || ('always' in one && 'noIncident' in one.always)),
    explanations: some((one) => 'explained' in one),
    operations: some((one) => 'operation' in one),
  };
}

const matches = (pattern: NotifiedPattern, note: ReceivedNotification) =>
  (pattern.channel === undefined || pattern.channel === note.channel) &&
  (pattern.condition === undefined || pattern.condition === note.condition) &&
  (pattern.reason === undefined || pattern.reason === note.reason) &&
  (pattern.says === undefined || flat(note.text).includes(flat(pattern.says)));

/** A mail breaks its lines where it has to. */
const flat = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');

const listNotes = (notes: ReceivedNotification[]) =>
  notes.length === 0
    ? 'no message'
    : notes.map((note) => `${note.channel} ${note.condition} ${note.reason}`).join('; ');

/** What arrived before is not what shall arrive then. */
function arrivedSince(after: number | undefined, { notifications, beganAtMs }: World): ReceivedNotification[] {
  return after === undefined ? notifications : notifications.filter(({ atMs }) => atMs >= beganAtMs + after);
}

function judgeNotified(pattern: NotifiedPattern, notes: ReceivedNotification[]): Verdict {
  return { holds: notes.some((note) => matches(pattern, note)), seen: listNotes(notes) };
}

function judgeAtMost(pattern: NotifiedPattern & { atMost: number }, notes: ReceivedNotification[]): Verdict {
  const found = notes.filter((note) => matches(pattern, note));
  return { holds: found.length <= pattern.atMost, seen: `${found.length}: ${listNotes(found)}` };
}

const taken = (deliveries: readonly EventDelivery[]) => deliveries.filter(({ outcome }) => outcome === 202);

function judgeDelivered(atLeast: number, deliveries: readonly EventDelivery[]): Verdict {
  const counts = countOf(taken(deliveries).map(({ subscription, eventId }) => `${subscription} ${eventId}`));
  const most = Math.max(0, ...counts.values());
  return { holds: most >= atLeast, seen: `no event more than ${most} times` };
}

function judgeForced(atMost: number, model: EstateModel): Verdict {
  const forced = model.acceptedFailovers().filter(({ mode }) => mode === 'forced');
  return judgePerDatabase(
    forced.map(({ database }) => database),
    atMost,
    'forced failovers',
  );
}

/** Whoever asks by T-SQL is seen when it is accepted. */
function judgeCalls(atMost: number, { model, failoverCalls }: World): Verdict {
  const bySql = model.acceptedFailovers().filter(({ by }) => by === 'tsql');
  const called = [...failoverCalls.map(({ what }) => what), ...bySql.map(({ database }) => database)];
  return judgePerDatabase(called, atMost, 'calls for a failover');
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function judgePerDatabase(databases: readonly string[], atMost: number, what: string): Verdict {
  const worst = [...countOf(databases.map((name) => name.toLowerCase()))].find(([, count]) => count > atMost);
  return { holds: worst === undefined, seen: worst ? `${worst[0]}: ${worst[1]} ${what}` : 'no more than allowed' };
}

function judgeLink(link: { database: string; state: string }, model: EstateModel): Verdict {
  const { server, database } = splitName(link.database);
  const links = model.linkViews(server, database).filter(({ role }) => role === 'PRIMARY');
  const phases = links.map((view) => view.phase as string);
  return { holds: phases.includes(link.state), seen: phases.join(', ') || 'no link' };
}

function judgePrimary(expected: Record<string, string>, model: EstateModel): Verdict {
  for (const [pattern, server] of Object.entries(expected)) {
    const wanted = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
    const databases = model.databases(server).filter((database) => wanted.test(database.name));
    if (databases.length === 0) return { holds: false, seen: `${server} has no database ${pattern}` };
    const other = databases.find((database) => database.role !== 'PRIMARY');
    if (other) return { holds: false, seen: `${server}/${other.name} is ${other.role}` };
    const stale = databases.find((database) => database.supersededMs !== undefined);
    if (stale) return { holds: false, seen: `${server}/${stale.name} was replaced, and has not heard of it` };
  }
  return { holds: true, seen: 'as expected' };
}

function judgeShown(
  shows: Extract<Expectation, { shows: unknown }>['shows'],
  status: ShownStatus | undefined,
): Verdict {
  if (!status) return { holds: false, seen: 'the app did not answer' };
  if (shows.health !== undefined && status.health !== shows.health)
    return { holds: false, seen: `health ${status.health}` };
  if (shows.problem !== undefined) {
    const codes = (status.problems ?? []).map((problem) => `${problem.area} ${problem.code}`);
    if (!codes.some((code) => code.includes(shows.problem ?? '')))
      return { holds: false, seen: codes.join('; ') || 'no problem' };
  }
  const alert = shows.alert === undefined ? undefined : judgeAlert(shows.alert, status.alerts ?? []);
  if (alert?.holds === false) return alert;
  if (shows.link === undefined) return { holds: true, seen: 'as expected' };
  const { server, database } = splitName(shows.link);
  const links = (status.links ?? []).filter(
    (link) => link.primary.server === server && link.primary.database === database,
  );
  const holds = links.some(
    (link) =>
      (shows.state === undefined || link.state === shows.state) &&
      (shows.lagAtLeast === undefined || (link.lagSeconds ?? -1) * 1000 >= shows.lagAtLeast),
  );
  return {
    holds,
    seen: links.map((link) => `${link.state} ${link.lagSeconds ?? 'unknown'}`).join('; ') || 'no such link',
  };
}

function judgeAlert(
  wanted: { condition: string; phase?: string | undefined },
  alerts: NonNullable<ShownStatus['alerts']>,
): Verdict {
  return {
    holds: alerts.some(
      ({ condition, phase }) =>
        condition === wanted.condition && (wanted.phase === undefined || wanted.phase === phase),
    ),
    seen: alerts.map(({ condition, phase }) => `${condition} ${phase}`).join('; ') || 'no alert',
  };
}

/** Milliseconds since the start; an `always` and a `score` have none. */
export const timesOf = (expectation: Expectation): { after: number; by: number } | undefined =>
  'by' in expectation ? { after: expectation.after ?? 0, by: expectation.by } : undefined;

export function describeExpectation(expectation: Expectation): string {
  const flatten = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => `${key} ${flatten(item)}`)
          .join(' ')
      : String(value);
  const { after, by, ...rest } = expectation as { after?: number; by?: number } & Record<string, unknown>;
  const from = after === undefined ? '' : ` after ${after / 1000} s`;
  return `${flatten(rest)}${from}${by === undefined ? '' : ` by ${by / 1000} s`}`;
}
