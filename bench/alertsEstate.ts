/** A large estate in which a hundred thousand conditions hold: what the dispatcher knows of it, and the world it is asked in. */
import { routesOf } from '../shared/alerting/dispatch/routes.ts';
import {
  type DispatchRules,
  type DispatchState,
  type DispatchWorld,
  EMPTY_DISPATCH,
  type Silence,
} from '../shared/alerting/dispatch/types.ts';
import type { ConditionName, Labels, Notice, Severity } from '../shared/alerting/types.ts';
import type { Matcher, Route } from '../shared/config/types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REGIONS = ['westeurope', 'northeurope', 'uksouth', 'eastus', 'westus', 'southeastasia'];
const SERVERS = 200;
const SCOPES = 20;
const SEVERITIES: readonly Severity[] = ['warning', 'error', 'critical', 'error'];
const CHANNELS = ['people', 'owners', 'mail', 'pager', 'hook'];

export const CONDITIONS_OF_LINKS: readonly ConditionName[] = [
  'LagHigh',
  'LagUnknown',
  'LinkPending',
  'LinkSuspended',
  'SeedingStalled',
  'CommitGapHigh',
  'RedoLagHigh',
  'PrimaryThrottled',
  'SecondaryUndersized',
  'SecondaryUnreachable',
  'SingleSecondary',
  'SourcesDisagree',
];

export interface AlertsEstate {
  state: DispatchState;
  /** The beginnings of all of them, and of an outage. */
  events: Notice[];
  rules: DispatchRules;
  worldAt: (nowMs: number) => DispatchWorld;
  /** So many more that begin. */
  more: (count: number, atMs: number) => Notice[];
}

export function estateOf(count: number, atMs: number): AlertsEstate {
  const events = Array.from({ length: count }, (_, n) => beginning(n, atMs));
  const subject = { kind: 'region' as const, key: 'southeastasia' };
  const outage: Notice = { ...beginning(0, atMs), id: 'outage', condition: 'RegionOutage', subject };
  const receivers = CHANNELS.map((name, n) => ({ name, isRead: n < 3, acknowledges: name === 'pager' }));
  const timing = {
    groupBy: ['condition' as const, 'region' as const],
    groupWaitMs: 30_000,
    groupIntervalMs: 5 * MINUTE,
    repeatMs: 4 * HOUR,
    storm: { messages: 10, withinMs: 5 * MINUTE },
    flapping: { times: 4, withinMs: 30 * MINUTE, calmMs: 15 * MINUTE },
  };
  return {
    state: EMPTY_DISPATCH,
    events: [outage, ...events],
    rules: { timing, receivers },
    worldAt: (nowMs) => worldAt(nowMs, atMs),
    more: (more, laterMs) => Array.from({ length: more }, (_, n) => beginning(count + n, laterMs)),
  };
}

/** Each condition of each link is one alert; a server and its partner are in two regions. */
function beginning(n: number, atMs: number): Notice {
  const condition = CONDITIONS_OF_LINKS[n % CONDITIONS_OF_LINKS.length] ?? 'LagHigh';
  const link = Math.floor(n / CONDITIONS_OF_LINKS.length);
  const [one, other] = [`server-${link % SERVERS}/db-${link}`, `partner-${link % SERVERS}/db-${link}`];
  return {
    id: `${n} first`,
    condition,
    reason: 'first',
    severity: SEVERITIES[n % SEVERITIES.length] ?? 'error',
    subject: { kind: 'link', key: `${one}~${other}`, primary: one, secondary: other },
    atMs,
    sinceMs: atMs - MINUTE,
    durationMs: MINUTE,
    value: 7,
    threshold: 5,
    sentence: `The lag from ${one} to ${other} is 7 s.`,
  };
}

function labelsOf({ condition, severity, subject }: Notice): Labels {
  const { kind, key, primary = '', secondary = '' } = subject;
  const server = Number(primary.slice(primary.indexOf('-') + 1, primary.indexOf('/')));
  const regions = [server, server + 1].map((n) => REGIONS[n % REGIONS.length] ?? '');
  const databases = [primary, secondary];
  return {
    condition: [condition],
    severity: [severity],
    scope: [`scope-${server % SCOPES}`],
    group: server % 3 === 0 ? [`group-${server}`] : [],
    region: kind === 'region' ? [key] : regions,
    server: databases.map((name) => name.slice(0, name.indexOf('/'))),
    database: databases,
  };
}

function worldAt(nowMs: number, fromMs: number): DispatchWorld {
  return {
    nowMs,
    silences: SILENCED.map((match, n) => silence(match, n, fromMs)),
    maintenance: [
      { name: 'patch night', match: { server: ['server-1?'] }, untilMs: fromMs + HOUR },
      { name: 'move', match: { scope: ['scope-19'], condition: ['Seeding*'] }, untilMs: fromMs + HOUR },
    ],
    routesOf: routesOf(
      ROUTES,
      CHANNELS.map((name) => ({ name })),
      nowMs,
    ),
    labelsOf,
  };
}

const SILENCED: readonly Matcher[] = [
  { server: ['server-7'] },
  { database: ['server-8/*'] },
  { condition: ['RedoLagHigh'], region: ['uksouth'] },
  { scope: ['scope-3'], severity: ['warning'] },
  { group: ['group-12', 'group-15'] },
  { condition: ['Secondary*'], server: ['partner-9?'] },
  { database: ['*/db-4711', '*/db-4712'] },
  { region: ['nowhere'] },
  { severity: ['info'] },
  { condition: ['SourcesDisagree'], scope: ['scope-1*'] },
];

function silence(match: Matcher, n: number, fromMs: number): Silence {
  const author = `Person ${n}`;
  return { id: `${n}`, match, author, comment: 'c', startsAtMs: fromMs, endsAtMs: fromMs + HOUR, createdAtMs: fromMs };
}

const route = (match: Matcher, channels: string[], goOn = false): Route => ({
  match,
  channels,
  handOver: ['mail'],
  goOn,
});
const ROUTES: readonly Route[] = [
  route({ severity: ['critical'] }, ['pager'], true),
  route({ group: ['group-1*'] }, ['owners'], true),
  route({ scope: ['scope-1', 'scope-2'] }, ['owners']),
  route({ condition: ['Seeding*', 'LinkPending'] }, ['mail']),
  route({ region: ['eastus', 'westus'], severity: ['error'] }, ['people', 'hook']),
  route({ server: ['server-1*'] }, ['people']),
  route({ severity: ['warning'] }, ['hook']),
  route({}, ['people']),
];
