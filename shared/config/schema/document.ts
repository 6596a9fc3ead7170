/** The document people write. The rooms get Configuration (types.ts), made from it by normalise.ts. */
import { z } from 'zod';
import { alerts } from './alerts.ts';
import { channels } from './channels.ts';
import { delivery } from './delivery.ts';
import { duration, field, interval, text, timeout, wholeNumber } from './field.ts';
import { groups } from './groups.ts';
import { heartbeat } from './heartbeat.ts';
import { history } from './history.ts';
import { logs } from './logs.ts';
import { maintenance } from './maintenance.ts';
import { notifications } from './notifications.ts';
import { approval, events, fence, role, supervision } from './reaction.ts';
import { routes } from './routes.ts';
import { scopes } from './scopes.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const SAMPLING_DEFAULT = '30s';
export const SIGNALS_DEFAULT = '1m';
export const DISCOVERY_DEFAULT = '15m';

const objectives = field(
  z.strictObject({
    rpo: duration(
      {
        title: 'Recovery point objective',
        description: 'How much committed work may be lost, as time.',
        example: 'rpo: 5s',
      },
      { shortestMs: SECOND, longestMs: DAY },
    ),
    rto: duration(
      {
        title: 'Recovery time objective',
        description: 'How long the databases may be away before they work again.',
        example: 'rto: 5m',
      },
      { shortestMs: SECOND, longestMs: 7 * DAY },
    ),
  }),
  {
    title: 'Objectives',
    description: 'What the owner of the databases has promised. Required: nobody else can state it.',
    expected: 'a mapping with rpo and rto',
    example: 'objectives: { rpo: 5s, rto: 5m }',
  },
);

const sampling = field(
  z.strictObject({
    every: interval({
      title: 'Interval',
      description: 'How often every primary is asked for its links.',
      example: 'every: 30s',
    }).prefault(SAMPLING_DEFAULT),
    timeout: timeout(
      'The whole of one question to one database: connect, login and query. Left out: 10s, or the interval where that is shorter, at least 2s: an outage is seen no sooner than its questions time out. Never more than two fifths of the interval, so that what hangs makes no sweep late, and never cut below 2s.',
      'timeout: 10s',
      MINUTE,
    ).optional(),
    concurrency: wholeNumber(
      {
        title: 'Concurrency',
        description: 'How many databases are asked at the same time.',
        expected: 'a whole number from 1 to 256',
        example: 'concurrency: 32',
      },
      1,
      256,
    ).default(32),
    encryption: field(z.enum(['strict', 'prelogin']), {
      title: 'Encryption',
      description:
        '`strict` is TLS from the first byte (TDS 8.0). `prelogin` is TLS agreed inside the connection, for networks whose devices do not pass TDS 8.0; it is encrypted as well, and a server that declines encryption is refused.',
      expected: 'strict or prelogin',
      example: 'encryption: strict',
    }).default('strict'),
    shardAbove: wholeNumber(
      {
        title: 'Shard above',
        description:
          'With more primaries than this, sampling is shared out over a queue, so that several instances sample side by side.',
        expected: 'a whole number from 1 to 100000',
        example: 'shardAbove: 100',
      },
      1,
      100_000,
    ).default(100),
    connections: wholeNumber(
      {
        title: 'Connections',
        description:
          'How many connections to databases are kept open. Where there are more databases, the others log in anew each time. Left out: 400 on the Consumption plan, whose instances may open 600, else 2000.',
        expected: 'a whole number from 1 to 20000',
        example: 'connections: 400',
      },
      1,
      20_000,
    ).optional(),
  }),
  {
    title: 'Sampling',
    description: 'How replication is measured.',
    expected: 'a mapping with any of every, timeout, concurrency, encryption, shardAbove, connections',
    example: 'sampling: { every: 30s }',
  },
);

const signals = field(
  z.strictObject({
    every: interval({
      title: 'Interval',
      description:
        'How often waits, log rate and the geo-secondaries themselves are read: what moves slower than the lag.',
      example: 'every: 1m',
    }).prefault(SIGNALS_DEFAULT),
    timeout: timeout(
      'All questions to one database: connect, login and queries. Left out: 15s, or half the sampling interval where that is shorter, at least 2s: a geo-secondary that never answers makes no sweep late.',
      'timeout: 15s',
      MINUTE,
    ).optional(),
    harden: interval({
      title: 'Time to harden',
      description:
        'How often it is measured on every link what a transaction would wait that calls sp_wait_for_database_copy_sync. Left out: only when POST /api/harden asks for it.',
      example: 'harden: 15m',
    }).optional(),
    secondaries: field(z.boolean(), {
      title: 'Secondaries',
      description:
        'Whether each geo-secondary is asked too. Without it nothing is known of commit gap, redo lag, and whether it lets anybody in.',
      expected: 'true or false',
      example: 'secondaries: true',
    }).default(true),
    metrics: field(z.boolean(), {
      title: 'Metrics',
      description:
        'Whether Azure Monitor is asked for a second opinion on the lag. The identity of the app needs Monitoring Reader on the subscriptions.',
      expected: 'true or false',
      example: 'metrics: true',
    }).default(true),
    metricsEvery: interval({
      title: 'Metrics interval',
      description:
        'How often Azure Monitor is asked for it. Where a scope has it for its source, it is asked every minute.',
      example: 'metricsEvery: 5m',
    }).prefault('5m'),
  }),
  {
    title: 'Signals',
    description: 'What is read besides the replication links.',
    expected: 'a mapping with any of every, timeout, harden, secondaries, metrics, metricsEvery',
    example: 'signals: { every: 1m }',
  },
);

const discovery = field(
  z.strictObject({
    every: interval({
      title: 'Interval',
      description: 'How often servers, databases and links are listed.',
      example: 'every: 15m',
    }).prefault(DISCOVERY_DEFAULT),
    timeout: timeout('One question to Resource Manager, with its retries.', 'timeout: 30s', 5 * MINUTE).prefault('30s'),
  }),
  {
    title: 'Discovery',
    description: 'How databases and links are found.',
    expected: 'a mapping with any of every, timeout',
    example: 'discovery: { every: 15m }',
  },
);

export const documentSchema = field(
  z.strictObject({
    role: role.default('guardian'),
    name: text(
      {
        title: 'Name',
        description: 'What this deployment is called in messages.',
        expected: 'a name of 1 to 60 letters',
        example: 'name: shop databases',
      },
      60,
    ).default('Geowarden'),
    cloud: field(z.enum(['public', 'usGovernment', 'china']), {
      title: 'Cloud',
      description: 'The Azure cloud: `public`, `usGovernment` or `china`.',
      expected: 'public, usGovernment or china',
      example: 'cloud: public',
    }).default('public'),
    scopes,
    objectives,
    sampling: sampling.prefault({}),
    signals: signals.prefault({}),
    discovery: discovery.prefault({}),
    alerts: alerts.prefault({}),
    channels: channels.default([]),
    routes: routes.default([]),
    notifications: notifications.prefault({}),
    maintenance: maintenance.default([]),
    heartbeat: heartbeat.optional(),
    groups: groups.default([]),
    supervision: supervision.prefault({}),
    approval: approval.prefault({}),
    fence: fence.prefault({}),
    events: events.prefault({}),
    history: history.prefault({}),
    logs: logs.prefault({}),
    delivery: delivery.prefault({}),
    pageUrl: field(z.url({ protocol: /^https?$/ }).regex(/^[^?#@]*$/), {
      title: 'Page address',
      description: 'Where people open the status page; goes into messages, so it may hold no user, query or key.',
      expected: 'an http or https address without a user, a query or a fragment',
      example: 'pageUrl: https://geowarden.example.org/',
    }).optional(),
    docsUrl: field(z.url({ protocol: /^https$/ }).regex(/^[^?#@]*$/), {
      title: 'Documentation address',
      description:
        'Where the folder `docs` of Geowarden is served: every message links to the page of its condition there. Left out: to the same page as the app serves it, `conditions/lag-high` below `pageUrl`.',
      expected: 'an https address without a user, a query or a fragment',
      example: 'docsUrl: https://wiki.example.org/geowarden/docs/',
    }).optional(),
  }),
  {
    title: 'Geowarden configuration',
    description: 'What Geowarden watches, what it measures against, and whom it tells.',
    expected: 'a mapping with at least scopes and objectives',
    example: 'objectives: { rpo: 5s, rto: 5m }',
  },
);

export type ConfigurationDocument = z.output<typeof documentSchema>;
