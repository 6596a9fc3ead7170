import { burntMs } from '../../replication/signals/burn.ts';
import type { LinkStatus } from '../../replication/types.ts';
import { sayDuration } from '../spokenTime.ts';
import type { BurnRule, BurnWindow, Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The time outside the RPO uses up its budget too fast, in a long window and in its short one: both, so that it has lasted and still goes
 * on (The Site Reliability Workbook, "Alerting on SLOs", multiwindow, multi-burn-rate). A silent primary ends nothing.
 */
export const rpoBudgetBurn: LinkCondition = {
  name: 'RpoBudgetBurn',
  subject: 'link',
  holdsWhen:
    'The RPO is missed so much of the time that the objective for it will not be kept: the budget burns too fast in a long window and in its short one.',
  defaults: {
    severity: 'error',
    for: '0s',
    resolve: '5m',
    objective: 99.9,
    windows: [
      { burn: 14.4, long: '1h', short: '5m' },
      { burn: 6, long: '6h', short: '30m' },
      { burn: 1, long: '3d', short: '6h' },
    ],
  },
  find,
};

/** @throws Error when the rule has no windows: without them the condition would stay silent for ever. */
function find({ subject, status, rule, nowMs }: LinkInput): Finding {
  const { burn } = rule;
  if (burn === undefined) {
    throw new Error('RpoBudgetBurn needs an objective and windows; its rule has none. Give the rule both.');
  }
  const pair = `from ${subject.primary} to ${subject.secondary}`;
  for (const window of burn.windows) {
    const long = rateOf(status, window.longMs, burn, nowMs);
    const short = rateOf(status, window.shortMs, burn, nowMs);
    if (long.rate < window.burn || short.rate < window.burn) continue;
    return {
      is: 'true',
      value: toTenths(long.rate),
      sentence: `The replication ${pair} missed its RPO for ${sayPart(long.badMs, window.longMs)} and ${sayPart(short.badMs, window.shortMs)}: ${sayRate(long.rate)} as fast as an objective of ${burn.objectivePercent} % allows. The limit for these windows is ${sayRate(window.burn)}.`,
    };
  }
  if (status.state.name === 'unreachable') return { is: 'unknown' };
  const most = highest(burn.windows.map((window) => rateOf(status, window.longMs, burn, nowMs).rate));
  return { is: 'false', value: toTenths(most), sentence: `The replication ${pair} keeps its RPO well enough again.` };
}

/** How fast the budget burns in one window: 1 uses it up exactly when it lasts. */
function rateOf(
  { signals }: LinkStatus,
  windowMs: BurnWindow['longMs'],
  { objectivePercent }: BurnRule,
  nowMs: number,
): { badMs: number; rate: number } {
  const badMs = burntMs(signals?.burn, windowMs, nowMs);
  return { badMs, rate: badMs / windowMs / (1 - objectivePercent / 100) };
}

const highest = (rates: readonly number[]): number => Math.max(0, ...rates);

const sayPart = (badMs: number, windowMs: number) => `${sayDuration(badMs)} of the last ${sayDuration(windowMs)}`;

const toTenths = (rate: number) => Math.round(rate * 10) / 10;

const sayRate = (rate: number) => `${toTenths(rate)} times`;
