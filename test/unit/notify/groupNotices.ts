/** Alerts that are told together, and what is told of one alert besides its beginning and its end: one notice for each way it can read. */
import type { GroupAlert, LagTrend, Notice, Severity } from '../../../shared/alerting/types.ts';
import { willDo } from '../../../shared/notify/willDo.ts';
import { alertOf, ended, over, several } from './groupAlerts.ts';

const T0 = Date.UTC(2026, 10, 22, 3, 4, 5);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Telling {
  reason: Notice['reason'];
  alerts: GroupAlert[];
  common?: string[];
  why: string;
  /** Of all, where not all are shown. */
  firing?: number;
  folded?: number;
  more?: Partial<Notice>;
}

/** As the dispatcher makes it: what stands at the top is of the worst. */
export function groupNotice({ reason, alerts, common = [], why, firing, folded, more }: Telling): Notice {
  const [worst] = alerts;
  if (worst === undefined) throw new Error('expected at least one alert, saw none');
  const { condition, subject, severity, sinceMs, value, peak, threshold, sentence, endedAtMs } = worst;
  const atMs = T0 + 2 * MINUTE;
  const isFiring = alerts.filter(({ is }) => is !== 'resolved').length;
  return {
    id: `group-${reason}`,
    condition,
    reason,
    severity,
    subject,
    atMs,
    sinceMs,
    durationMs: (endedAtMs ?? atMs) - sinceMs,
    ...(value === undefined ? {} : { value }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
    sentence,
    why,
    group: {
      key: 'g1',
      common,
      firing: firing ?? isFiring,
      resolved: alerts.length - isFiring,
      alerts: alerts.slice(0, 20),
      ...(folded === undefined ? {} : { folded: { groups: folded } }),
    },
    ...(worst.closedBecause === undefined ? {} : { closedBecause: worst.closedBecause }),
    ...more,
  };
}

/** Half an hour in which the lag was small, then unknown, then high. */
export const TREND: LagTrend = {
  fromMs: T0 - 28 * MINUTE,
  toMs: T0 + 2 * MINUTE,
  lagSeconds: [
    0,
    1,
    1,
    2,
    1,
    0,
    0,
    1,
    2,
    1,
    1,
    3,
    2,
    1,
    null,
    null,
    null,
    8,
    12,
    15,
    14,
    19,
    22,
    28,
    31,
    35,
    38,
    41,
    40,
    42,
  ],
};

const SHOP = { name: 'shop', confirmForMs: 2 * MINUTE, maxLossMs: 5 * SECOND } as const;
const AUTOMATIC = willDo({ ...SHOP, mode: 'automatic' });
const APPROVE = willDo({ ...SHOP, mode: 'approve' });
const IN_WEST = ['LinkSuspended', 'westeurope'];
const is = (severity: Severity): Partial<GroupAlert> => ({ severity });

/** By the name of the golden file. */
export function groupNotices(): Array<[string, Notice]> {
  const lag = (reason: Notice['reason'], why: string, alert: Partial<GroupAlert>, more: Partial<Notice> = {}) =>
    groupNotice({
      reason,
      alerts: [alertOf('LagHigh', 0, alert)],
      why,
      more: { trend: TREND, willDo: AUTOMATIC, ...more },
    });
  return [
    ['one.worse', lag('worse', 'It is critical now, and was told as a warning.', { ...is('critical'), is: 'worse' })],
    ['one.still', lag('still', 'It has lasted for 4 h.', { ...is('warning'), is: 'firing', sinceMs: T0 - 4 * HOUR })],
    [
      'one.flapping',
      lag('flapping', 'It comes and goes.', {
        ...is('warning'),
        is: 'firing',
        flapping: { times: 6, sinceMs: T0 - 20 * MINUTE },
        sentence: `${alertOf('LagHigh', 0).sentence} It came and went 6 times in 20 min.`,
      }),
    ],
    ['one.acknowledged', lag('acknowledged', 'A person has silenced all of it.', { ...is('error'), is: 'firing' })],
    [
      'two.first',
      groupNotice({
        reason: 'first',
        alerts: several(2, 'LinkSuspended'),
        common: IN_WEST,
        why: 'It is new.',
        more: { willDo: APPROVE },
      }),
    ],
    [
      'five.more',
      groupNotice({
        reason: 'more',
        alerts: [...several(3, 'LinkSuspended'), ...several(2, 'LinkSuspended', { is: 'firing' }, 3)],
        common: IN_WEST,
        why: '3 have joined.',
        more: { willDo: APPROVE },
      }),
    ],
    [
      'twelve.someResolved',
      groupNotice({
        reason: 'someResolved',
        alerts: [
          ...several(3, 'LinkSuspended', { is: 'firing' }),
          ...over(8, 'LinkSuspended', ended(90), 3),
          alertOf('LinkSuspended', 11, ended(95, { closedBecause: 'subjectRemoved' })),
        ],
        common: IN_WEST,
        why: '9 have ended.',
      }),
    ],
    [
      'twelve.resolved',
      groupNotice({
        reason: 'resolved',
        alerts: over(12, 'LagHigh', ended(100)),
        common: ['LagHigh', 'westeurope'],
        why: 'All of it is over.',
      }),
    ],
    [
      'three.closed',
      groupNotice({
        reason: 'resolved',
        alerts: several(3, 'LinkSuspended', ended(100, { closedBecause: 'subjectRemoved' })),
        common: IN_WEST,
        why: 'All of it is over.',
      }),
    ],
    [
      'mixed.still',
      groupNotice({
        reason: 'still',
        alerts: [
          alertOf('LinkSuspended', 0, { is: 'firing' }),
          alertOf('LagHigh', 1, { ...is('error'), is: 'worse' }),
          alertOf('LagUnknown', 2, { ...is('error'), is: 'new' }),
          alertOf('LagHigh', 3, { ...is('warning'), is: 'firing', flapping: { times: 4, sinceMs: T0 - HOUR } }),
          alertOf('Unprotected', 4, { ...is('info'), is: 'firing' }),
        ],
        common: ['westeurope', 'contoso-we'],
        why: 'It has lasted for 4 h.',
      }),
    ],
    [
      'hundreds.first',
      groupNotice({
        reason: 'first',
        alerts: several(500, 'LinkSuspended'),
        common: IN_WEST,
        why: 'It is new.',
        more: { willDo: APPROVE },
      }),
    ],
    [
      'storm.first',
      groupNotice({
        reason: 'first',
        alerts: [...several(12, 'LinkSuspended'), ...several(12, 'LagHigh', is('error'), 12)],
        firing: 487,
        folded: 40,
        why: '40 groups of alerts were put into this message.',
      }),
    ],
  ];
}
