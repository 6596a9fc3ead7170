/** Events, rules and a dispatcher that is looked at step by step, as the dispatch tests need them. */
import { dispatch } from '../../../../shared/alerting/dispatch/dispatch.ts';
import { foldEvents } from '../../../../shared/alerting/dispatch/fold.ts';
import {
  type ActiveAlert,
  type Dispatched,
  type DispatchRules,
  type DispatchState,
  type DispatchWorld,
  EMPTY_DISPATCH,
  type GroupDecision,
  type GroupState,
  type Receiver,
  type Silence,
} from '../../../../shared/alerting/dispatch/types.ts';
import type { ConditionName, Labels, Notice, OutboxEntry } from '../../../../shared/alerting/types.ts';
import type { NotificationTiming } from '../../../../shared/config/types.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const T0 = Date.UTC(2026, 10, 22, 1, 0, 0);

/** The defaults of the configuration. */
export const TIMING: NotificationTiming = {
  groupBy: ['condition', 'region'],
  groupWaitMs: 30 * SECOND,
  groupIntervalMs: 5 * MINUTE,
  repeatMs: 4 * HOUR,
  storm: { messages: 10, withinMs: 5 * MINUTE },
  flapping: { times: 4, withinMs: 30 * MINUTE, calmMs: 15 * MINUTE },
};

export const TEAMS: Receiver = { name: 'teams', isRead: true, acknowledges: false };
export const MAIL: Receiver = { name: 'mail', isRead: true, acknowledges: false };
export const PAGER: Receiver = { name: 'pager', isRead: false, acknowledges: true };

export function rulesOf(timing: Partial<NotificationTiming> = {}, receivers: Receiver[] = [TEAMS]): DispatchRules {
  return { timing: { ...TIMING, ...timing }, receivers };
}

/** The beginning of an alert about the link of a database, `we/DATABASE` to `ne/DATABASE`. */
export function began(
  condition: Notice['condition'],
  database: string,
  atMs: number,
  more: Partial<Notice> = {},
): Notice {
  return {
    id: `${condition} ${database} ${atMs} first`,
    condition,
    reason: 'first',
    severity: 'error',
    subject: {
      kind: 'link',
      key: `ne/${database}~we/${database}`,
      primary: `we/${database}`,
      secondary: `ne/${database}`,
    },
    atMs,
    sinceMs: atMs - MINUTE,
    durationMs: MINUTE,
    value: 7,
    threshold: 5,
    sentence: `${condition} of ${database}.`,
    ...more,
  };
}

export function becameWorse(first: Notice, atMs: number, severity: Notice['severity'] = 'critical'): Notice {
  const sentence = `${first.sentence} Worse.`;
  return {
    ...first,
    id: `${first.id} worse ${severity}`,
    reason: 'worse',
    severity,
    atMs,
    follows: first.id,
    sentence,
  };
}

export function ended(first: Notice, atMs: number, more: Partial<Notice> = {}): Notice {
  return {
    ...first,
    id: `${first.id} resolved`,
    reason: 'resolved',
    atMs,
    durationMs: atMs - first.sinceMs,
    follows: first.id,
    sentence: `${first.sentence} Over.`,
    ...more,
  };
}

/** An outage of a region, or of one database. */
export function outage(condition: 'RegionOutage' | 'DatabaseOutage', key: string, atMs: number): Notice {
  const kind = condition === 'RegionOutage' ? 'region' : 'database';
  const { threshold, value, ...rest } = began(condition, 'x', atMs, { subject: { kind, key }, severity: 'critical' });
  return { ...rest, id: `${condition} ${key} ${atMs} first`, sentence: `${key} is down.` };
}

/** Two regions: `we` and `ne`, named as their servers are. */
function labelsOf({ condition, severity, subject }: Notice): Labels {
  const databases = subject.kind === 'database' ? [subject.key] : [subject.primary, subject.secondary];
  const known = databases.filter((key) => key !== undefined);
  const servers = known.map((key) => key.slice(0, key.indexOf('/')));
  return {
    condition: [condition],
    severity: [severity],
    scope: [],
    group: [],
    region: subject.kind === 'region' ? [subject.key] : servers,
    server: servers,
    database: known,
  };
}

export function silence(atMs: number, more: Partial<Silence> = {}): Silence {
  return {
    id: 's',
    match: {},
    author: 'Åsa',
    comment: 'index rebuild',
    startsAtMs: atMs,
    endsAtMs: atMs + HOUR,
    createdAtMs: atMs,
    ...more,
  };
}

export function alertOf(notice: Notice, more: Partial<ActiveAlert> = {}): ActiveAlert {
  const { condition, subject, severity, sinceMs, atMs, sentence } = notice;
  return {
    id: `${condition} ${subject.key}`,
    condition,
    subject,
    severity,
    labels: labelsOf(notice),
    sinceMs,
    noticeId: notice.id,
    firedAtMs: atMs,
    sentence,
    groups: ['g'],
    ...more,
  };
}

export function groupOf(more: Partial<GroupState> = {}): GroupState {
  return {
    id: 'g',
    channel: 'teams',
    handOver: [],
    common: ['LagHigh'],
    sinceMs: T0,
    told: new Map(),
    sequence: 0,
    ...more,
  };
}

/** Every alert to teams, for which mail takes over. */
export const TO_TEAMS: DispatchWorld['routesOf'] = () => [{ channel: 'teams', handOver: ['mail'] }];

/** What is known after these events. */
export function fold(
  state: DispatchState,
  events: Notice[],
  nowMs = T0 + MINUTE,
  rules = rulesOf(),
  routesOf = TO_TEAMS,
): DispatchState {
  const world = { nowMs, silences: [], maintenance: [], routesOf, labelsOf };
  return { ...state, ...foldEvents(state, events, world, rules) };
}

export interface Setting {
  timing?: Partial<NotificationTiming>;
  receivers?: Receiver[];
  routesOf?: DispatchWorld['routesOf'];
}

/** One dispatcher: its document survives every look as JSON, as in a blob. What it decides counts as sent at once. */
export class Look {
  state: DispatchState = EMPTY_DISPATCH;
  last: Dispatched | undefined;
  silences: Silence[] = [];
  maintenance: DispatchWorld['maintenance'] = [];
  rules: DispatchRules;
  routesOf: DispatchWorld['routesOf'];
  readonly sent: OutboxEntry[] = [];

  constructor({ timing, receivers = [TEAMS], routesOf }: Setting = {}) {
    this.rules = rulesOf(timing, receivers);
    this.routesOf = routesOf ?? (() => this.rules.receivers.map(({ name }) => ({ channel: name, handOver: [] })));
  }

  /** What is told at that moment. */
  at(nowMs: number, ...events: Notice[]): Notice[] {
    const { silences, maintenance, routesOf } = this;
    this.last = dispatch(this.state, events, { nowMs, silences, maintenance, routesOf, labelsOf }, this.rules);
    const { outgoing, ...kept } = structuredClone(this.last.state);
    this.sent.push(...outgoing);
    this.state = { ...kept, outgoing: [] };
    return outgoing.map(({ notice }) => notice);
  }

  /** Every time it asks to be looked at, until that moment; what is told, with when. */
  until(nowMs: number): Array<{ atMs: number; notice: Notice }> {
    const told: Array<{ atMs: number; notice: Notice }> = [];
    for (let next = this.last?.nextAtMs ?? null; next !== null && next <= nowMs; next = this.last?.nextAtMs ?? null) {
      const atMs = next;
      told.push(...this.at(atMs).map((notice) => ({ atMs, notice })));
    }
    return told;
  }

  /** Of the group of this condition, on the first channel. */
  decision(condition: ConditionName): GroupDecision | undefined {
    return this.last?.reports.find(({ group }) => group.common.includes(condition))?.decision;
  }

  group(condition: ConditionName): GroupState | undefined {
    return Object.values(this.state.groups).find(({ common }) => common.includes(condition));
  }
}

/** `first`, `resolved` … */
export const reasons = (notices: readonly Notice[]): string[] => notices.map(({ reason }) => reason);
