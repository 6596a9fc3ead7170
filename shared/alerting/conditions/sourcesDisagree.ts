import type { LinkFacts } from '../../replication/signalTypes.ts';
import type { LinkStateName, LinkStatus } from '../../replication/types.ts';
import { sayDuration, sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { thresholdOf } from './thresholdOf.ts';

/** Azure Monitor is minutes behind by itself; an older number says nothing about now. */
const METRIC_LASTS_MS = 10 * 60_000;

/** What Resource Manager's open string means where the primary is asked. A string that is not here is not compared. */
const ARM_STATES: Readonly<Record<string, readonly LinkStateName[]>> = {
  PENDING: ['pending'],
  SEEDING: ['seeding'],
  CATCH_UP: ['caughtUp', 'lagUnknown'],
  SUSPENDED: ['suspended'],
};

/**
 * Resource Manager's two sides, the primary's view and Azure Monitor's lag tell different stories of one link. Only what was said of the
 * same moment is compared: a state that began after Resource Manager was read is news, not a difference. A link without a row is LinkAbsent.
 */
export const sourcesDisagree: LinkCondition = {
  name: 'SourcesDisagree',
  subject: 'link',
  holdsWhen:
    'Azure tells of the link differently in different places: the two sides in Resource Manager, the state there and on the primary, or the lag on the primary and in Azure Monitor (apart by more than the threshold).',
  defaults: { severity: 'warning', for: '20m', resolve: '1m', above: '1m' },
  readAt: 'discovery',
  find,
};

function find({ subject, status, facts, rule, nowMs }: LinkInput): Finding {
  const thresholdMs = thresholdOf(rule, 'SourcesDisagree') * 1_000;
  const stories = [
    sidesOf(facts),
    facts === undefined ? undefined : statesOf(status, facts),
    lagsOf(status, thresholdMs, nowMs),
  ];
  const differences = stories.filter((story) => typeof story === 'string');
  const link = `the replication link from ${subject.primary} to ${subject.secondary}`;
  if (differences.length > 0)
    return { is: 'true', sentence: `Azure disagrees about ${link}: ${differences.join('; ')}.` };
  // A silent primary, or one without a row, has not agreed.
  const isSilent = status.state.name === 'unreachable' || status.state.name === 'absent';
  if (isSilent || stories.every((story) => story === undefined)) return { is: 'unknown' };
  return { is: 'false', sentence: `All that Azure says of ${link} agrees again.` };
}

/** A difference in words, false for none, undefined where nothing could be compared. */
type Story = string | false | undefined;

function sidesOf(facts: LinkFacts | undefined): Story {
  switch (facts?.conflict) {
    case 'bothPrimary':
      return 'in Resource Manager both sides call themselves the primary';
    case 'bothSecondary':
      return 'in Resource Manager both sides call themselves the secondary';
    case 'oneSided':
      return 'in Resource Manager only one of the two servers knows the link';
    default:
      return facts === undefined ? undefined : false;
  }
}

function statesOf({ state, sinceMs, sampledAtMs }: LinkStatus, { armState, armAtMs }: LinkFacts): Story {
  if (armState === undefined || armAtMs === undefined) return undefined;
  const expected = ARM_STATES[armState.toUpperCase()];
  if (expected === undefined || state.name === 'unreachable' || state.name === 'absent') return undefined;
  if (sinceMs > armAtMs || sampledAtMs < armAtMs) return undefined;
  return expected.includes(state.name)
    ? false
    : `Resource Manager said ${armState} at ${sayMoment(armAtMs)}, the primary says ${WORDS[state.name]}`;
}

const WORDS: Readonly<Record<LinkStateName, string>> = {
  pending: 'pending',
  seeding: 'seeding',
  caughtUp: 'caught up',
  lagUnknown: 'caught up with a lag of NULL',
  suspended: 'suspended',
  absent: 'absent',
  unreachable: 'nothing',
};

/**
 * Azure Monitor speaks of minutes ago. A lag grows no faster than time goes by, so what was sampled since may be larger by as much; and what
 * was as large since the lag was last calm, by the primary's own word, has only shrunk.
 */
function lagsOf(status: LinkStatus, thresholdMs: number, nowMs: number): Story {
  const { state, signals, sampledAtMs, peakLagSeconds = 0 } = status;
  const { atMs, lagSeconds } = signals?.metrics ?? {};
  if (state.name !== 'caughtUp' || atMs === undefined || lagSeconds == null || nowMs - atMs > METRIC_LASTS_MS) {
    return undefined;
  }
  const grownMs = (state.lagSeconds - lagSeconds) * 1_000 - Math.max(0, sampledAtMs - atMs);
  const shrunkMs = (lagSeconds - Math.max(state.lagSeconds, peakLagSeconds)) * 1_000;
  if (Math.max(grownMs, shrunkMs) <= thresholdMs) return false;
  return `the primary says a lag of ${sayDuration(state.lagSeconds * 1_000)}, Azure Monitor ${sayDuration(lagSeconds * 1_000)}`;
}
