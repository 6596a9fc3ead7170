import type { ConditionName, NoticeCondition } from '../../alerting/types.ts';

/** How several alerts of one condition are counted: `12 replication links` `are suspended`. */
export interface Many {
  nouns: string;
  are: string;
  over: string;
}

const LINKS = 'replication links';
const SECONDARIES = 'geo-secondaries';

const MANY: Record<ConditionName, Many> = {
  LagHigh: { nouns: LINKS, are: 'are behind their objective', over: 'are within their objective again' },
  LagUnknown: { nouns: LINKS, are: 'have an unknown lag', over: 'have a known lag again' },
  LinkPending: { nouns: LINKS, are: 'are pending', over: 'are no longer pending' },
  LinkAbsent: { nouns: LINKS, are: 'are missing on their primary', over: 'are back on their primary' },
  LinkSuspended: { nouns: LINKS, are: 'are suspended', over: 'are no longer suspended' },
  SeedingStalled: { nouns: SECONDARIES, are: 'are stuck in seeding', over: 'are no longer stuck in seeding' },
  CommitGapHigh: { nouns: SECONDARIES, are: 'are missing commits', over: 'are getting the commits again' },
  RedoLagHigh: { nouns: SECONDARIES, are: 'are showing old data to readers', over: 'are up to date for readers' },
  PrimaryThrottled: { nouns: 'primaries', are: 'are throttled', over: 'are no longer throttled' },
  SecondaryUndersized: { nouns: SECONDARIES, are: 'are too small', over: 'are large enough' },
  SecondaryUnreachable: { nouns: SECONDARIES, are: 'are not answering', over: 'are answering again' },
  PrimaryUnreachable: { nouns: 'primaries', are: 'are not answering', over: 'are answering again' },
  Unprotected: {
    nouns: 'databases',
    are: 'have no geo-secondary in another region',
    over: 'have a geo-secondary in another region',
  },
  SingleSecondary: { nouns: 'databases', are: 'have too few geo-secondaries', over: 'have enough geo-secondaries' },
  LinkAddedOrRemoved: {
    nouns: 'databases',
    are: 'have had their replication links changed',
    over: 'have changes of links that are no news any more',
  },
  RoleChangedElsewhere: {
    nouns: 'databases',
    are: 'have been failed over, and not by Geowarden',
    over: 'have failovers by somebody else that are no news any more',
  },
  SourcesDisagree: {
    nouns: LINKS,
    are: 'are something Azure disagrees about',
    over: 'are something Azure agrees about again',
  },
  RpoBudgetBurn: { nouns: LINKS, are: 'are missing the RPO too often', over: 'are keeping the RPO well enough again' },
  SamplingBlind: { nouns: 'databases', are: 'are closed to Geowarden', over: 'are open to Geowarden again' },
  MonitorLate: { nouns: 'deployments of Geowarden', are: 'are late', over: 'are on time again' },
  ServerUnreachable: { nouns: 'servers', are: 'are not answering', over: 'are answering again' },
  ChannelFailing: { nouns: 'channels', are: 'are taking no messages', over: 'are taking messages again' },
};

const MIXED: Many = { nouns: 'alerts', are: 'are firing', over: 'have ended' };

function isCounted(condition: NoticeCondition): condition is ConditionName {
  return Object.hasOwn(MANY, condition);
}

/** The words for one condition; for several, and for one that a later version stored, those that fit all. */
export function manyOf(condition: NoticeCondition | undefined): Many {
  return condition !== undefined && isCounted(condition) ? MANY[condition] : MIXED;
}

/** `12 replication links are suspended`, `1 of 12 replication links is still suspended`. */
export function countFiring({ nouns, are }: Many, firing: number, of = firing): string {
  if (of === firing) return `${firing} ${nouns} ${are}`;
  const [verb, ...rest] = are.split(' ');
  const still = verb === 'are' ? `${firing === 1 ? 'is' : 'are'} still` : `still ${firing === 1 ? 'has' : 'have'}`;
  return `${firing} of ${of} ${nouns} ${still} ${rest.join(' ')}`;
}
