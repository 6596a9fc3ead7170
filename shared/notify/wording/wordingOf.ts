import type { NoticeCondition } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { approvalWaiting } from './approvalWaiting.ts';
import { automationPaused } from './automationPaused.ts';
import { channelFailing } from './channelFailing.ts';
import { commitGapHigh } from './commitGapHigh.ts';
import { databaseOutage } from './databaseOutage.ts';
import { failoverDone } from './failoverDone.ts';
import { failoverFailed } from './failoverFailed.ts';
import { lagHigh } from './lagHigh.ts';
import { lagUnknown } from './lagUnknown.ts';
import { linkAbsent } from './linkAbsent.ts';
import { linkAddedOrRemoved } from './linkAddedOrRemoved.ts';
import { linkPending } from './linkPending.ts';
import { linkSuspended } from './linkSuspended.ts';
import { monitorLate } from './monitorLate.ts';
import { primaryThrottled } from './primaryThrottled.ts';
import { primaryUnreachable } from './primaryUnreachable.ts';
import { redoLagHigh } from './redoLagHigh.ts';
import { regionOutage } from './regionOutage.ts';
import { roleChangedElsewhere } from './roleChangedElsewhere.ts';
import { rpoBudgetBurn } from './rpoBudgetBurn.ts';
import { samplingBlind } from './samplingBlind.ts';
import { secondaryUndersized } from './secondaryUndersized.ts';
import { secondaryUnreachable } from './secondaryUnreachable.ts';
import { seedingStalled } from './seedingStalled.ts';
import { serverUnreachable } from './serverUnreachable.ts';
import { singleSecondary } from './singleSecondary.ts';
import { sourcesDisagree } from './sourcesDisagree.ts';
import { unprotected } from './unprotected.ts';

const WORDINGS: Record<NoticeCondition, Wording> = {
  LinkPending: linkPending,
  LinkAbsent: linkAbsent,
  SeedingStalled: seedingStalled,
  CommitGapHigh: commitGapHigh,
  RedoLagHigh: redoLagHigh,
  PrimaryThrottled: primaryThrottled,
  SecondaryUndersized: secondaryUndersized,
  SecondaryUnreachable: secondaryUnreachable,
  PrimaryUnreachable: primaryUnreachable,
  SingleSecondary: singleSecondary,
  LinkAddedOrRemoved: linkAddedOrRemoved,
  RoleChangedElsewhere: roleChangedElsewhere,
  SourcesDisagree: sourcesDisagree,
  RpoBudgetBurn: rpoBudgetBurn,
  SamplingBlind: samplingBlind,
  MonitorLate: monitorLate,
  ServerUnreachable: serverUnreachable,
  ChannelFailing: channelFailing,
  LagHigh: lagHigh,
  LagUnknown: lagUnknown,
  LinkSuspended: linkSuspended,
  Unprotected: unprotected,
  RegionOutage: regionOutage,
  DatabaseOutage: databaseOutage,
  ApprovalWaiting: approvalWaiting,
  FailoverDone: failoverDone,
  FailoverFailed: failoverFailed,
  AutomationPaused: automationPaused,
};

/** The words for a condition. One that a later version stored still reaches people, with its own sentence and nothing made up around it. */
export function wordingOf(condition: NoticeCondition): Wording {
  return Object.hasOwn(WORDINGS, condition) ? WORDINGS[condition] : unknownCondition(condition);
}

function unknownCondition(condition: NoticeCondition): Wording {
  return {
    condition,
    title: { first: 'Alert', resolved: 'Alert is over', closed: 'Alert is closed' },
    meaning: () =>
      'Another version of Geowarden wrote this message, and this one sends it without knowing its condition. What it means for data loss is not known here.',
    steps: () => ['Look at the status page, and deploy one version everywhere.'],
  };
}
